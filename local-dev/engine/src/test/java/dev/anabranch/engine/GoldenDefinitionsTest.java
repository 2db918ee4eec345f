package dev.anabranch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.definition.Diagnostic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Validates the definitions in the folder {@code definitions}. Each file contains a definition and the code and
 * location of each expected diagnostic.
 */
final class GoldenDefinitionsTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    @TestFactory
    Stream<DynamicTest> definitionsHaveTheDiagnosticsOfTheirFiles() throws IOException, URISyntaxException {
        URL folder = GoldenDefinitionsTest.class.getResource("definitions");
        assertThat(folder).isNotNull();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            List<Path> cases = files.sorted().toList();
            assertThat(cases).isNotEmpty();
            return cases.stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) throws IOException {
        JsonNode golden = MAPPER.readTree(file.toFile());
        JsonNode definition = golden.get("definition");
        try (Engine engine = Engine.builder()
                .functions((name, payload, context) -> {
                    throw new IllegalStateException("Validation must not call a function.");
                })
                .build()) {
            List<Diagnostic> found = engine.validateStateMachineDefinition(
                    definition.isTextual() ? definition.textValue() : definition.toString(),
                    StateMachineType.valueOf(golden.path("type").asText("STANDARD")));
            List<String> expected = new ArrayList<>();
            golden.get("diagnostics").forEach(diagnostic -> expected.add(diagnostic.textValue()));
            assertThat(found.stream().map(d -> d.code() + " at " + d.location()))
                    .as("%s", found)
                    .containsExactlyInAnyOrderElementsOf(expected);
            assertThat(found).allSatisfy(d -> assertThat(d.message()).isNotBlank());
        }
    }
}
