package io.mainstem.app;

import io.mainstem.spec.LearnerSpec;
import io.mainstem.spec.LearnerSpecReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The file in which a user declares a learner. */
final class LearnerFile {

    private LearnerFile() {}

    /**
     * The learner that the file declares.
     *
     * @throws UsageException if the file cannot be read
     * @throws io.mainstem.spec.InvalidSpecException if what it declares is wrong
     */
    static LearnerSpec read(Path file) {
        return LearnerSpecReader.read(text(file));
    }

    /**
     * What stands in the file.
     *
     * @throws UsageException if it cannot be read
     */
    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new UsageException("no such file: " + file + " (--config)", e);
        } catch (CharacterCodingException e) {
            throw new UsageException(file + " is not text in UTF-8: give a learner file in YAML (--config)", e);
        } catch (IOException e) {
            throw new UsageException("cannot read " + file + " (--config): " + OneLine.of(e), e);
        }
    }
}
