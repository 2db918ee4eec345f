package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.anabranch.publicpackages.NeedsPublicPackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pinned CDK command line accepts the output of the library; a version that is too old refuses it. */
final class CommandLineTest {

    private static final Path INSTALLED = Path.of("target", "cdk");

    @Test
    @NeedsPublicPackages
    void cdkReadsTheAssembly() throws IOException, InterruptedException {
        Path assembly = Assembly.get().folder().toAbsolutePath();
        install();

        String stacks = run(List.of("node_modules/.bin/cdk", "list", "--app", assembly.toString()));

        assertThat(stacks.lines()).containsExactly(Assembly.EXAMPLES, Assembly.DEV, Assembly.PROD, Assembly.BARE);
    }

    @Test
    void lockFileNamesNoRegistry() throws IOException {
        assertThat(Files.readString(Path.of("package-lock.json"))).doesNotContain("\"resolved\"");
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(Path.of(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        // The script after the installation would build the app, which is running this test.
        String said = Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"))
                ? ""
                : run(List.of("npm", "ci", "--silent", "--ignore-scripts"));
        boolean here = Files.exists(INSTALLED.resolve("node_modules/.bin/cdk"));
        assumeThat(here).as("npm installed the command line of CDK: %s", said).isTrue();
    }

    private static String run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? output : "It ended with " + process.exitValue() + ": " + output;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
