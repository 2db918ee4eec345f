package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.golden.GoldenFile;
import dev.anabranch.golden.LineDiff;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.translate.sample.Workflows;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every translation of a sample equals its golden files: a text for review by {@link MachinePrinter}, and the hash of
 * the exact bytes. For two samples, the exact bytes are golden files as well.
 */
final class GoldenTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final Path HASHES = FOLDER.resolve("sha-256.txt");

    /** The samples whose exact bytes are golden files. They are printed first, so that other samples refer to them. */
    private static final List<String> WHOLE = List.of("one-call", "fan-out-and-in");

    @TestFactory
    Stream<DynamicTest> everyTranslationEqualsItsGoldenFile() {
        MachinePrinter printer = new MachinePrinter();
        return inOrder().map(workflow -> {
            String text = printer.print(workflow.name(), json(workflow));
            return DynamicTest.dynamicTest(workflow.name(), () -> new GoldenFile(text(workflow)).check(text));
        });
    }

    @TestFactory
    Stream<DynamicTest> goldenMachinesHaveTheSameBytes() {
        return inOrder()
                .limit(WHOLE.size())
                .map(workflow -> DynamicTest.dynamicTest(workflow.name(), () -> new GoldenFile(machine(workflow.name()))
                        .check(bytes(workflow, Target.AWS))));
    }

    @Test
    void everyMachineHasItsGoldenHash() throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        StringBuilder hashes = new StringBuilder();
        for (Workflow<?, ?> workflow : Workflows.all().toList()) {
            for (Target target : Target.values()) {
                byte[] bytes = bytes(workflow, target).getBytes(StandardCharsets.UTF_8);
                hashes.append(HexFormat.of().formatHex(digest.digest(bytes)))
                        .append("  %s %s\n".formatted(workflow.name(), target));
            }
        }
        new GoldenFile(HASHES).check(hashes.toString());
    }

    @Test
    void changeOfOneRetrierChangesFewLines() {
        List<JsonNode> machines = inOrder().map(GoldenTest::json).toList();
        List<JsonNode> changed = machines.stream()
                .map(machine -> parse(machine.toString().replace("\"MaxAttempts\":6", "\"MaxAttempts\":8")))
                .toList();
        MachinePrinter before = new MachinePrinter();
        MachinePrinter after = new MachinePrinter();
        long lines = 0;
        for (int i = 0; i < machines.size(); i++) {
            lines += LineDiff.changes(before.print("m" + i, machines.get(i)), after.print("m" + i, changed.get(i)))
                    .size();
        }

        assertThat(changed).isNotEqualTo(machines);
        assertThat(lines).isBetween(1L, 20L);
    }

    @Test
    void everyGoldenFileHasItsWorkflow() throws IOException {
        List<Path> known = Stream.of(
                        Workflows.all().map(GoldenTest::text),
                        WHOLE.stream().map(GoldenTest::machine),
                        Stream.of(HASHES))
                .flatMap(files -> files)
                .toList();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static Stream<Workflow<?, ?>> inOrder() {
        return Workflows.all()
                .sorted(Comparator.comparing(
                        workflow -> WHOLE.contains(workflow.name()) ? WHOLE.indexOf(workflow.name()) : WHOLE.size()));
    }

    private static String bytes(Workflow<?, ?> workflow, Target target) {
        return Definition.of(workflow, target).translate().pretty();
    }

    private static JsonNode json(Workflow<?, ?> workflow) {
        return parse(bytes(workflow, Target.AWS));
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Path text(Workflow<?, ?> workflow) {
        return FOLDER.resolve(workflow.name() + ".txt");
    }

    private static Path machine(String workflow) {
        return FOLDER.resolve(workflow + ".asl.json");
    }
}
