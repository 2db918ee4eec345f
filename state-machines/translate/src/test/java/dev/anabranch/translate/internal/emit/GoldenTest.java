package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.translate.sample.Workflows;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    @TestFactory
    Stream<DynamicTest> everyWorkflowIsTranslatedAsBefore() {
        return Workflows.all().map(workflow -> DynamicTest.dynamicTest(workflow.name(), () -> compare(workflow)));
    }

    private static void compare(Workflow<?, ?> workflow) throws IOException {
        String actual = Definition.of(workflow).translate().pretty();
        Path file = file(workflow);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, actual);
        }
        String expected = Files.exists(file) ? Files.readString(file) : "";
        assertThat(actual)
                .withFailMessage(() -> "The translation of `" + workflow.name() + "` is not " + file + " any more:\n"
                        + Lines.diff(expected, actual)
                        + "\nIf that is as it should be, run the tests with -Dgolden.update=true and commit the file.")
                .isEqualTo(expected);
    }

    @Test
    void everyGoldenFileHasItsWorkflow() throws IOException {
        List<Path> known = Workflows.all().map(GoldenTest::file).toList();
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files).containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static Path file(Workflow<?, ?> workflow) {
        return FOLDER.resolve(workflow.name() + ".asl.json");
    }
}
