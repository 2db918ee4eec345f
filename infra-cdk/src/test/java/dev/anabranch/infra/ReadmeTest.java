package dev.anabranch.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.architecture.Snippets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows compiles, and what it names is there. */
final class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("\\| `(\\w+)\\([^|]*\\)` \\|");

    @Test
    void itsJavaCompiles(@TempDir Path folder) throws IOException {
        List<String> sources = JAVA.matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(sources).isNotEmpty();
        assertThat(Snippets.compile(folder, sources)).hasSameSizeAs(sources);
    }

    @Test
    void itHasEveryOption() throws IOException {
        List<String> options = List.of(AnabranchBackend.Builder.class.getMethods()).stream()
                .filter(method -> method.getReturnType() == AnabranchBackend.Builder.class)
                .map(java.lang.reflect.Method::getName)
                .filter(name -> !name.equals("create"))
                .toList();

        assertThat(OPTION.matcher(Files.readString(README)).results().map(option -> option.group(1)))
                .containsExactlyInAnyOrderElementsOf(options);
    }
}
