package dev.anabranch.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}, with the version of the build. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"anabranch " + number() + " (Java " + Runtime.version() + ")"};
    }

    /** Returns the version of this build, such as {@code 0.1.0}. */
    static String number() {
        try (InputStream file = Objects.requireNonNull(VersionText.class.getResourceAsStream("version.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
