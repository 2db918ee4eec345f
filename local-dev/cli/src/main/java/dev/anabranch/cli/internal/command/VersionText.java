package dev.anabranch.cli.internal.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}, with the version of the build. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (InputStream file = Objects.requireNonNull(VersionText.class.getResourceAsStream("version.txt"))) {
            String number = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new String[] {"anabranch " + number + " (Java " + Runtime.version() + ")"};
        }
    }
}
