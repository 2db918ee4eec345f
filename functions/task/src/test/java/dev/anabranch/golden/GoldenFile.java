package dev.anabranch.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with the text that a test expects. {@code -Danabranch.golden=write} rewrites every golden file whose test
 * runs; review the difference before you commit it.
 *
 * @param path relative to the folder of the module
 */
public record GoldenFile(Path path) {

    /** Returns whether golden files are rewritten by this run of the tests. */
    public static boolean isWritten() {
        return "write".equals(System.getProperty("anabranch.golden"));
    }

    /**
     * Fails if the file has another text, and shows the lines that differ. A missing file counts as an empty one.
     *
     * @throws IOException if the file cannot be read or written
     */
    public void check(String actual) throws IOException {
        if (isWritten() && actual.isEmpty()) {
            Files.deleteIfExists(path);
        } else if (isWritten()) {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, actual);
        }
        String expected = Files.exists(path) ? Files.readString(path) : "";
        assertThat(actual)
                .withFailMessage(
                        () -> path
                                + " differs from the actual text (-: only in the file, +: only in the actual text):\n"
                                + LineDiff.between(expected, actual)
                                + "\nIf the change is intended, run this test with -Danabranch.golden=write and commit the file.")
                .isEqualTo(expected);
    }
}
