package dev.anabranch.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.architecture.Snippets;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The Java of the README compiles, and the README has all options and the pinned versions. */
final class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Path PARENT = Path.of("..", "state-machines", "parent", "pom.xml");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OPTION = Pattern.compile("\\| `(\\w+)\\([^|]*\\)` \\|");

    @Test
    void javaCompiles(@TempDir Path folder) throws IOException {
        List<String> sources = JAVA.matcher(Files.readString(README))
                .results()
                .map(block -> block.group(1))
                .toList();

        assertThat(sources).isNotEmpty();
        assertThat(Snippets.compile(folder, sources)).hasSameSizeAs(sources);
    }

    @Test
    void pomInheritsFromTheParentOfThisRelease() throws Exception {
        Document pom = xml(first(XML));
        Document parent = xml(Files.readString(PARENT));
        XPath path = XPathFactory.newInstance().newXPath();

        for (String name : List.of("groupId", "artifactId", "version")) {
            assertThat(path.evaluate("/project/parent/" + name, pom))
                    .isNotEmpty()
                    .isEqualTo(path.evaluate("/project/" + name, parent));
        }
    }

    @Test
    void parentKeepsCdkOutOfTheLambdaPackage() throws Exception {
        Document parent = xml(Files.readString(PARENT));
        XPath path = XPathFactory.newInstance().newXPath();

        assertThat(path.evaluate("/project/dependencies/dependency[artifactId='anabranch-runs']/version", parent))
                .isNotEmpty();
        assertThat(path.evaluate("/project/dependencies/dependency[artifactId='anabranch-runs']/scope", parent))
                .isEmpty();
        for (String module : List.of("anabranch-workflow", "anabranch-cdk")) {
            assertThat(path.evaluate("/project/dependencies/dependency[artifactId='" + module + "']/scope", parent))
                    .isEqualTo("provided");
        }
    }

    @Test
    void assemblyOfTheParentIsThatOfTheExamples() throws IOException {
        String assembly =
                Files.readString(Path.of("..", "state-machines", "examples", "src", "assembly", "lambda.xml"));
        String content = assembly.substring(assembly.indexOf("<id>"), assembly.indexOf("</assembly>"));

        assertThat(Files.readString(PARENT).replaceAll("\\s", "")).contains(content.replaceAll("\\s", ""));
    }

    @Test
    void commandLineOfCdkIsThePinnedOne() throws IOException {
        String pinned = new ObjectMapper()
                .readTree(Files.readString(Path.of("package.json")))
                .path("devDependencies")
                .path("aws-cdk")
                .asText();

        assertThat(Files.readString(README)).contains("npm install aws-cdk@" + pinned + " ");
    }

    private static String first(Pattern block) throws IOException {
        Matcher matcher = block.matcher(Files.readString(README));
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    @Test
    void everyOptionIsListed() throws IOException {
        List<String> options = List.of(AnabranchBackend.Builder.class.getMethods()).stream()
                .filter(method -> method.getReturnType() == AnabranchBackend.Builder.class)
                .map(java.lang.reflect.Method::getName)
                .filter(name -> !name.equals("create"))
                .toList();

        assertThat(OPTION.matcher(Files.readString(README)).results().map(option -> option.group(1)))
                .containsExactlyInAnyOrderElementsOf(options);
    }
}
