package dev.anabranch.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints; the number comes from the build. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (InputStream file = Objects.requireNonNull(Version.class.getResourceAsStream("version.txt"))) {
            String number = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new String[] {"anabranch " + number + " (Java " + Runtime.version() + ")"};
        }
    }
}
