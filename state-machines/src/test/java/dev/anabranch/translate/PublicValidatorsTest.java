package dev.anabranch.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.anabranch.plan.Target;
import dev.anabranch.sample.RandomWorkflow;
import dev.anabranch.sample.Workflows;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows translations to validators that others wrote: see {@code src/test/node/README.md}. */
final class PublicValidatorsTest {

    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path INSTALLED = Path.of("target/node");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", "validate.mjs");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        boolean here = isInstalled();
        if (!here) {
            System.out.println(
                    "Skipped: public validators of Amazon States Language; node, npm or the packages are missing.");
        }
        assumeThat(here).isTrue();
    }

    private static boolean isInstalled() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path lock = INSTALLED.resolve("package-lock.json");
        boolean same = Files.exists(lock)
                && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0
                && Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"));
        for (String file : FILES) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return same || (run(List.of("node", "--version")).ended && run(List.of("npm", "ci", "--silent")).ended);
    }

    /** How a command ended. */
    private record Ended(boolean ended, String output) {}

    private static Ended run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor() == 0, output);
        } catch (IOException e) {
            return new Ended(false, String.valueOf(e.getMessage()));
        }
    }

    @Test
    void theyHaveNothingAgainstAnyTranslation(@TempDir Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "validate.mjs"));
        for (Workflow<?, ?> workflow : workflows().toList()) {
            for (Target target : Target.values()) {
                Path file = folder.resolve(workflow.name() + "." + target + ".asl.json");
                Files.writeString(
                        file, Definition.of(workflow, target).translate().pretty());
                command.add(file.toString());
            }
        }
        assertThat(run(command)).isEqualTo(new Ended(true, ""));
    }

    @Test
    void theyComplainOfWhatIsWrong(@TempDir Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("wrong.asl.json");
        Files.writeString(
                file,
                Definition.of(new Workflows.OneCall())
                        .translate()
                        .pretty()
                        .replace("\"Next\": \"echo\"", "\"Next\": \"ohce\""));
        Ended ended = run(List.of("node", "validate.mjs", file.toString()));
        assertThat(ended.output()).contains("\tasl-validator\t").contains("\tamazon-states-language-service\t");
    }

    private static Stream<Workflow<?, ?>> workflows() {
        Stream<Workflow<?, ?>> random = LongStream.range(0, 10).mapToObj(RandomWorkflow::new);
        Stream<Workflow<?, ?>> examples =
                ServiceLoader.load(Workflow.class).stream().map(ServiceLoader.Provider::get);
        return Stream.concat(Workflows.all(), Stream.concat(examples, random));
    }
}
