/** A learner's model as an ONNX model: the graph of encoder, trunk and heads, and the file format. */
@NullMarked
package io.mainstem.learn.onnx;

import org.jspecify.annotations.NullMarked;
