package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The examples of TESTING.md compile, run and pass, also in parallel; replacements with other types do not compile. */
final class TestingPageTest {

    private static final Path PAGE = Path.of("..", "TESTING.md");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern CLASS = Pattern.compile("final class (\\w+)");
    private static final int TESTS = 13;

    @TempDir
    Path folder;

    @Test
    void testsOfThePagePassInParallel() throws Exception {
        assertThat(compiled(page())).isEmpty();
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            SummaryGeneratingListener listener = new SummaryGeneratingListener();

            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(
                                            selectClass(loader.loadClass("testing.TotalReadingTest")),
                                            selectClass(loader.loadClass("testing.NightlyReportTest")))
                                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                                    .configurationParameter(
                                            "junit.jupiter.execution.parallel.mode.default", "concurrent")
                                    .build(),
                            listener);

            TestExecutionSummary summary = listener.getSummary();
            assertThat(summary.getFailures())
                    .extracting(TestExecutionSummary.Failure::getException)
                    .isEmpty();
            assertThat(summary.getTestsSucceededCount()).isEqualTo(TESTS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meter -> \"five\"",
                "(String meter) -> 5",
                "(Long meter) -> 5L",
                "(meter, context) -> meter",
            })
    void replacementOfOtherTypesDoesNotCompile(String body) throws IOException {
        List<JavaFileObject> sources = page().stream()
                .map(source -> source.replace("meter -> (long) meter.length()", body))
                .map(TestingPageTest::source)
                .toList();

        assertThat(messages(sources)).contains("TotalReadingTest.java", "incompatible");
    }

    @Test
    void outputOfAnotherTypeDoesNotCompile() throws IOException {
        List<JavaFileObject> sources = page().stream()
                .map(source -> source.replace("TestRun<Long> run", "TestRun<String> run"))
                .map(TestingPageTest::source)
                .toList();

        assertThat(messages(sources)).contains("TestRun<Long> cannot be converted to TestRun<String>");
    }

    private static List<String> page() throws IOException {
        return JAVA.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private String compiled(List<String> sources) {
        return messages(sources.stream().map(TestingPageTest::source).toList());
    }

    private String messages(List<JavaFileObject> sources) {
        StringWriter messages = new StringWriter();
        ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        sources)
                .call();
        return messages.toString();
    }

    private static JavaFileObject source(String text) {
        String name = CLASS.matcher(text).results().findFirst().orElseThrow().group(1);
        return new SimpleJavaFileObject(URI.create("string:///testing/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
    }
}
