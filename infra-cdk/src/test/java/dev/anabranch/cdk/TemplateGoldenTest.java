package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The small templates match their golden files. Hashes of assets and versions are masked, and so are definitions, which
 * have their own golden files.
 */
final class TemplateGoldenTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    private static final String SUFFIX = ".template.json";
    private static final Pattern ASSET = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern VERSION = Pattern.compile("(CurrentVersion)[0-9A-F]{8}[0-9a-f]{32}");
    private static final Pattern DEFINITION = Pattern.compile("(\"DefinitionString\": )\"(?:[^\"\\\\]++|\\\\.)*+\"");

    @TestFactory
    Stream<DynamicTest> templatesEqualTheirGoldenFiles() throws IOException, InterruptedException {
        Assembly assembly = Assembly.get();
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.sorted().toList().stream()
                    .map(golden ->
                            DynamicTest.dynamicTest(golden.getFileName().toString(), () -> compare(assembly, golden)));
        }
    }

    @Test
    void everySmallTemplateHasAGoldenFile() {
        for (String stack : List.of(Assembly.DEV, Assembly.PROD, Assembly.BARE)) {
            assertThat(GOLDEN.resolve(stack + SUFFIX)).exists();
        }
    }

    private static void compare(Assembly assembly, Path golden) throws IOException {
        String name = golden.getFileName().toString();
        String template = masked(Files.readString(assembly.folder().resolve(name)));
        new GoldenFile(golden).check(template);
    }

    private static String masked(String template) {
        String assets = ASSET.matcher(template).replaceAll("<hash>");
        String versions = VERSION.matcher(assets).replaceAll("$1<hash>");
        return DEFINITION.matcher(versions).replaceAll("$1\"<definition>\"") + "\n";
    }
}
