package dev.anabranch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Provides;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskFactory;
import dev.anabranch.task.TaskSettings;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The factories of functions/README.md create tasks whose constructors have parameters. */
final class TaskFactoriesTest {

    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final TaskSettings SETTINGS = TaskSettings.of(Map.of("MODEL", "v3"));

    /** A client of another system. */
    public record Client(String model) {}

    /** A task that Guice creates. */
    public static final class WithClient implements Task<String, String> {
        final Client client;

        @Inject
        public WithClient(Client client) {
            this.client = client;
        }

        @Override
        public String run(String text, TaskContext context) {
            return client.model();
        }
    }

    /** A task that Spring creates. */
    public static final class WithHttp implements Task<String, String> {
        final HttpClient http;

        public WithHttp(HttpClient http) {
            this.http = http;
        }

        @Override
        public String run(String text, TaskContext context) {
            return http.version().name();
        }
    }

    private static final class ClientModule extends AbstractModule {
        private final TaskSettings settings;

        ClientModule(TaskSettings settings) {
            this.settings = settings;
        }

        @Provides
        Client client() {
            return new Client(settings.get("MODEL"));
        }
    }

    public static final class GuiceFactory implements TaskFactory {
        @Override
        public <T extends Task<?, ?>> T create(Class<T> type, TaskSettings settings) {
            return Guice.createInjector(new ClientModule(settings)).getInstance(type);
        }
    }

    public static final class SpringFactory implements TaskFactory {
        private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

        @Override
        public <T extends Task<?, ?>> T create(Class<T> type, TaskSettings settings) {
            if (!context.isActive()) {
                context.registerBean(HttpClient.class, () -> HttpClient.newHttpClient());
                context.refresh();
            }
            return context.getAutowireCapableBeanFactory().createBean(type);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Test
    void guicePassesAClientToTheConstructor() {
        assertThat(new GuiceFactory().create(WithClient.class, SETTINGS).client).isEqualTo(new Client("v3"));
    }

    @Test
    void springPassesAClientToTheConstructor() {
        try (SpringFactory factory = new SpringFactory()) {
            assertThat(factory.create(WithHttp.class, SETTINGS).http)
                    .isNotNull()
                    .isSameAs(factory.create(WithHttp.class, SETTINGS).http);
        }
    }

    /** Micronaut's annotation processor must see the task, so the example is compiled here. */
    @Test
    @SuppressWarnings("unchecked") // The classes are known only at run time.
    void micronautPassesAClientToTheConstructor(@TempDir Path folder) throws Exception {
        String example = examples()
                .filter(text -> text.contains("MicronautFactory"))
                .findFirst()
                .orElseThrow();
        compile(folder, "package shop; " + MICRONAUT_IMPORTS + example);
        try (URLClassLoader classes = new URLClassLoader(
                        new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
                TaskFactory factory = (TaskFactory)
                        accessible(classes.loadClass("shop.MicronautFactory").getDeclaredConstructor())
                                .newInstance()) {
            Class<? extends Task<?, ?>> type = (Class<? extends Task<?, ?>>) classes.loadClass("shop.ReadPrice");
            Field http = accessible(type.getDeclaredField("http"));

            assertThat(http.get(factory.create(type, SETTINGS)))
                    .isInstanceOf(HttpClient.class)
                    .isSameAs(http.get(factory.create(type, SETTINGS)));
        }
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }

    private static final String MICRONAUT_IMPORTS = Stream.of(
                    "dev.anabranch.task.*",
                    "io.micronaut.context.ApplicationContext",
                    "io.micronaut.context.annotation.*",
                    "jakarta.inject.Singleton",
                    "java.io.IOException",
                    "java.net.URI",
                    "java.net.http.*",
                    "java.net.http.HttpResponse.BodyHandlers")
            .map(name -> "import " + name + "; ")
            .collect(Collectors.joining());

    private static void compile(Path folder, String source) {
        StringWriter messages = new StringWriter();
        String libraries = System.getProperty("java.class.path");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-cp", libraries, "-processorpath", libraries),
                        null,
                        // Not public, because all of them are in one file.
                        List.of(
                                new SimpleJavaFileObject(
                                        URI.create("string:///shop/Tasks.java"), JavaFileObject.Kind.SOURCE) {
                                    @Override
                                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                                        return source.replaceAll("(?m)^public class", "class");
                                    }
                                }))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    private static Stream<String> examples() throws IOException {
        return JAVA.matcher(Files.readString(Path.of("../../functions/README.md")))
                .results()
                .map(example -> example.group(1))
                .filter(example -> example.contains("implements TaskFactory"));
    }

    @Test
    void theReadmeHasTheseFactories() throws IOException {
        String source = flat(Files.readString(
                Path.of("src/test/java", TaskFactoriesTest.class.getName().replace('.', '/') + ".java")));
        List<String> examples = examples()
                .filter(example -> !example.contains("MicronautFactory"))
                .map(TaskFactoriesTest::flat)
                .toList();

        assertThat(examples).hasSize(2).allSatisfy(example -> assertThat(source)
                .contains(example.replace("public final class", "public static final class")));
    }

    private static String flat(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
