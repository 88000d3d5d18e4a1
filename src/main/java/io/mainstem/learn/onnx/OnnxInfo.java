package io.mainstem.learn.onnx;

import io.mainstem.event.ModelVersion;

/**
 * What a model says of where it comes from.
 *
 * @param specHash SHA-256 of what of the learner file shapes the state, hexadecimal
 * @param weightsChecksum SHA-256 of the parameters, hexadecimal
 * @param producer version of Mainstem
 */
public record OnnxInfo(ModelVersion model, String specHash, String weightsChecksum, String producer) {}
