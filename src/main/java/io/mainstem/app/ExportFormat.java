package io.mainstem.app;

import io.mainstem.event.CheckpointManifest;
import io.mainstem.learn.Learner;
import io.mainstem.learn.onnx.OnnxInfo;
import io.mainstem.learn.onnx.OnnxModel;
import io.mainstem.stream.CheckpointFile;
import io.mainstem.stream.StoredCheckpoint;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a version can be exported as; the ending of the file's name decides. */
enum ExportFormat {
    NPZ(".npz") {
        @Override
        void write(CheckpointOptions options, StoredCheckpoint stored, NewFile file) {
            Learner learner = options.restore(stored, "export to .npz");
            file.write(out -> {
                try (NpzWriter arrays = new NpzWriter(out)) {
                    learner.writeArrays(arrays);
                } catch (UncheckedIOException e) {
                    throw e.getCause();
                }
            });
        }
    },
    ONNX(".onnx") {
        @Override
        void write(CheckpointOptions options, StoredCheckpoint stored, NewFile file) {
            CheckpointManifest manifest = stored.manifest();
            OnnxModel model = OnnxModel.of(
                    options.restore(stored, "export to .onnx").frozen(),
                    new OnnxInfo(
                            manifest.model(),
                            manifest.specHash(),
                            manifest.weightsChecksum(),
                            manifest.libraries().getOrDefault("mainstem", "unknown")));
            file.write(model::writeTo);
        }
    },
    WHOLE(CheckpointFile.ENDING) {
        @Override
        void write(CheckpointOptions options, StoredCheckpoint stored, NewFile file) {
            file.write(out -> CheckpointFile.write(options.read(stored), out));
        }
    };

    private final String ending;

    ExportFormat(String ending) {
        this.ending = ending;
    }

    abstract void write(CheckpointOptions options, StoredCheckpoint stored, NewFile file);

    /**
     * Of the file's ending.
     *
     * @throws UsageException if there is none for it
     */
    static ExportFormat of(Path file) {
        for (ExportFormat format : values()) {
            if (file.toString().endsWith(format.ending)) {
                return format;
            }
        }
        throw new UsageException(
                "--to " + file + ": the ending decides what is written: .npz (NumPy), .onnx (ONNX), or "
                        + CheckpointFile.ENDING + " (the whole checkpoint)");
    }

    /** Checks what can be checked before anything is read. */
    void check(CheckpointOptions options) {
        if (this != WHOLE) {
            options.spec("export to " + ending);
        }
    }
}
