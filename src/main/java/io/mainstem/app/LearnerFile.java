package io.mainstem.app;

import io.mainstem.spec.InvalidSpecException;
import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Learner files on disk. */
final class LearnerFile {

    private LearnerFile() {}

    /**
     * Reads a learner file.
     *
     * @throws UsageException if there is none or it cannot be read
     * @throws InvalidSpecException if it is not a learner's, with all of its problems
     */
    static LearnerSpec read(Path file) {
        try {
            return LearnerSpecReader.read(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + file + " (--config)", e);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is no learner file: it is not text in UTF-8", e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + ": " + OneLine.of(e), e);
        }
    }
}
