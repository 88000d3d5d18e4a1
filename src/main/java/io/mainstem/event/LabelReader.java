package io.mainstem.event;

import com.fasterxml.jackson.core.JsonToken;
import io.mainstem.spec.RegressionLoss;
import io.mainstem.spec.TaskSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Reads the labels of one declared task into its slots of an array as in {@link Labels#values()}. */
sealed interface LabelReader {

    /** Its place among the declared ones. */
    int task();

    /** The cursor stands on the value, which is not null; afterwards on the value's last token. The slots are 0 before. */
    void read(RecordCursor cursor, double[] values) throws IOException, InvalidRecordException;

    static LabelReader of(int task, int slot, TaskSpec spec) {
        if (spec instanceof TaskSpec.Binary) {
            return new Binary(task, slot);
        } else if (spec instanceof TaskSpec.Multiclass multiclass) {
            return new Multiclass(task, slot, new NameTable(multiclass.classes()));
        } else if (spec instanceof TaskSpec.Multilabel multilabel) {
            return new Multilabel(task, slot, new NameTable(multilabel.labels()));
        } else if (spec instanceof TaskSpec.Regression regression) {
            return new Regression(
                    task, slot, regression.outputs(), regression.loss() instanceof RegressionLoss.Poisson);
        }
        if (spec instanceof TaskSpec.Clustering) {
            return new Reference(task, slot);
        }
        throw new IllegalArgumentException("no reader for labels of tasks like " + spec);
    }

    record Binary(int task, int slot) implements LabelReader {
        @Override
        public void read(RecordCursor cursor, double[] values) throws IOException, InvalidRecordException {
            JsonToken token = cursor.token();
            if (token.isBoolean()) {
                values[slot] = token == JsonToken.VALUE_TRUE ? 1 : 0;
                return;
            }
            if (!token.isNumeric()) {
                throw cursor.wrongType("true, false, 0 or 1");
            }
            double value = cursor.number();
            if (value != 0 && value != 1) {
                throw cursor.refusal(
                        Reason.WRONG_TYPE, "expected true, false, 0 or 1, found " + Excerpt.of(cursor.text()));
            }
            values[slot] = value == 1 ? 1 : 0;
        }
    }

    record Multiclass(int task, int slot, NameTable classes) implements LabelReader {
        @Override
        public void read(RecordCursor cursor, double[] values) throws IOException, InvalidRecordException {
            values[slot] = name(cursor, classes);
        }
    }

    record Multilabel(int task, int slot, NameTable labels) implements LabelReader {
        @Override
        public void read(RecordCursor cursor, double[] values) throws IOException, InvalidRecordException {
            if (cursor.token() != JsonToken.START_ARRAY) {
                throw cursor.wrongType("an array of strings");
            }
            int n = 0;
            for (JsonToken t = cursor.next(); t != JsonToken.END_ARRAY; t = cursor.next()) {
                cursor.at(n);
                values[slot + name(cursor, labels)] = 1;
                n++;
            }
        }
    }

    /**
     * Values of a regression.
     *
     * @param counts whether they are counts, which are not negative
     */
    record Regression(int task, int slot, int outputs, boolean counts) implements LabelReader {
        @Override
        public void read(RecordCursor cursor, double[] values) throws IOException, InvalidRecordException {
            if (outputs == 1) {
                values[slot] = value(cursor);
                return;
            }
            if (cursor.token() != JsonToken.START_ARRAY) {
                throw cursor.wrongType("an array of " + outputs + " numbers");
            }
            int n = 0;
            for (JsonToken t = cursor.next(); t != JsonToken.END_ARRAY; t = cursor.next()) {
                if (n == outputs) {
                    throw cursor.refusal(Reason.WRONG_LENGTH, "expected " + outputs + " numbers, found more");
                }
                cursor.at(n);
                values[slot + n] = value(cursor);
                cursor.leaveElement();
                n++;
            }
            if (n < outputs) {
                throw cursor.refusal(Reason.WRONG_LENGTH, "expected " + outputs + " numbers, found " + n);
            }
        }

        private double value(RecordCursor cursor) throws IOException, InvalidRecordException {
            double value = cursor.number();
            if (counts && value < 0) {
                throw cursor.refusal(
                        Reason.OUT_OF_RANGE, "expected a count, 0 or more, found " + Excerpt.of(cursor.text()));
            }
            return value;
        }
    }

    /** Of a clustering: any name, number or truth value, of which only sameness counts, as the CRC-32 of its text. */
    record Reference(int task, int slot) implements LabelReader {
        @Override
        public void read(RecordCursor cursor, double[] values) throws IOException, InvalidRecordException {
            if (!cursor.token().isScalarValue() || cursor.token() == JsonToken.VALUE_EMBEDDED_OBJECT) {
                throw cursor.wrongType("a string, a number, true or false");
            }
            CRC32 crc = new CRC32();
            crc.update(cursor.text().getBytes(StandardCharsets.UTF_8));
            values[slot] = crc.getValue();
        }
    }

    private static int name(RecordCursor cursor, NameTable declared) throws IOException, InvalidRecordException {
        if (cursor.token() != JsonToken.VALUE_STRING) {
            throw cursor.wrongType("a string");
        }
        int index = declared.find(cursor.chars(), cursor.offset(), cursor.length());
        if (index < 0) {
            throw cursor.refusal(
                    Reason.UNKNOWN_CLASS, "expected one of " + declared + ", found " + Excerpt.quoted(cursor.text()));
        }
        return index;
    }
}
