package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.architecture.Snippets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What concerns the CDK in the project that {@code anabranch new} creates. */
final class NewProjectTest {

    private static final Path TEMPLATES = Path.of(
            "..", "local-dev", "cli", "src", "main", "resources", "dev", "anabranch", "cli", "internal", "project");

    private static String template(String name) throws IOException {
        return Files.readString(TEMPLATES.resolve(name))
                .replace("@package@", "rivers")
                .replace("@app@", "Rivers")
                .replace("@name@", "rivers");
    }

    @Test
    void appCompiles(@TempDir Path folder) throws IOException {
        List<String> sources = List.of(
                template("App.java"),
                template("Hello.java"),
                template("HelloInput.java"),
                template("ListRivers.java"),
                template("Greet.java"));

        assertThat(Snippets.compile(folder, sources)).hasSameSizeAs(sources);
    }

    @Test
    void commandLineOfCdkIsThePinnedOne() throws IOException {
        assertThat(devDependencies(template("package.json")))
                .isEqualTo(devDependencies(Files.readString(Path.of("package.json"))));
    }

    private static Object devDependencies(String json) throws IOException {
        return new ObjectMapper().readTree(json).required("devDependencies");
    }

    @Test
    void versionsOfTheParentAreThoseOfThisBuild() throws IOException {
        String parent = Files.readString(Path.of("..", "state-machines", "parent", "pom.xml"));
        String build = Files.readString(Path.of("..", "pom.xml"));
        String version = build.replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");

        assertThat(parent)
                .contains(
                        "<version>" + version + "</version>", "<anabranch.version>" + version + "</anabranch.version>");
        List<String> tools =
                List.of("maven-compiler-plugin", "maven-surefire-plugin", "maven-assembly-plugin", "exec-maven-plugin");
        for (String tool : tools) {
            assertThat(version(parent, tool)).as(tool).isEqualTo(version(build, tool));
        }
    }

    private static String version(String pom, String artifact) {
        int at = pom.indexOf("<artifactId>" + artifact + "</artifactId>");
        assertThat(at).as(artifact).isPositive();
        return pom.substring(at).replaceFirst("(?s).*?<version>(.*?)</version>.*", "$1");
    }
}
