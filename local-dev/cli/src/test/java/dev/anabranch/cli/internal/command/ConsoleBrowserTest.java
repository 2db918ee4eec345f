package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.anabranch.cli.Main;
import dev.anabranch.cli.internal.location.ServedWorkflows;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.console.internal.ConsoleServer;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in Chromium: {@code local-dev/console/src/test/node/console.mjs} has the steps. The screenshots of each
 * page are in {@code target/console}.
 */
@NeedsPublicPackages
class ConsoleBrowserTest {

    private static final Path SOURCES = Path.of("../console/src/test/node");
    private static final Path INSTALLED = Path.of("target/console-node");
    private static final Path PICTURES = Path.of("target/console");
    private static final List<Path> BROWSERS = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));

    /** A workflow whose nodes are in a group. */
    public static final class Grouped implements Workflow<Integer, String> {
        @Override
        public Value<String> define(Flow flow, Value<Integer> count) {
            Value<List<String>> words = flow.call(Repeat.class, count).group("preparation");
            return flow.call(
                    Join.class,
                    flow.map(words, Shout.class).group("preparation").toList());
        }
    }

    public static final class Repeat implements Task<Integer, List<String>> {
        @Override
        public List<String> run(Integer count, TaskContext context) {
            return Collections.nCopies(count, "word");
        }
    }

    public static final class Shout implements Task<String, String> {
        @Override
        public String run(String word, TaskContext context) {
            return word.toUpperCase(Locale.ROOT);
        }
    }

    /** A workflow with a nested fan-out: some cells of its last two rows fail. */
    public static final class Cells implements Workflow<Integer, String> {
        @Override
        public Value<String> define(Flow flow, Value<Integer> rows) {
            Value<List<Integer>> numbers = flow.call(CountTo.class, rows).named("rows");
            return flow.call(
                    Join.class,
                    flow.map(numbers, row -> {
                                Value<List<Integer>> cells =
                                        flow.call(CellsOfRow.class, row).named("cells of row");
                                return flow.call(
                                        CountSuccesses.class,
                                        flow.map(cells, MeasureCell.class)
                                                .named("measure cell")
                                                .outcomes());
                            })
                            .toList());
        }

        @Override
        public String description() {
            return "Measures the cells of rows.";
        }
    }

    /** A shop. */
    public record Store(String name, List<Integer> sales) {}

    /** The input of a forecast. */
    public record Order(List<Store> stores, int horizon, Object note) {}

    /** A workflow that fans out over a field of its input. */
    public static final class Forecast implements Workflow<Order, String> {
        @Override
        public Value<String> define(Flow flow, Value<Order> order) {
            Value<List<String>> names =
                    flow.map(order.get(Order::stores), NameOf.class).toList();
            return flow.call(Join.class, names);
        }
    }

    /** A workflow whose first item succeeds in its third attempt; the others fail three times. */
    public static final class Retried implements Workflow<Integer, String> {
        @Override
        public Value<String> define(Flow flow, Value<Integer> count) {
            Value<List<Integer>> numbers = flow.call(CountTo.class, count);
            return flow.call(
                    CountSuccesses.class,
                    flow.map(numbers, Flaky.class)
                            .retry(Retry.upTo(2).backoff(Duration.ofSeconds(1), 1))
                            .named("flaky")
                            .outcomes());
        }
    }

    public static final class Flaky implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer item, TaskContext context) {
            if (context.attempt() < 3 || item > 0) {
                throw new IllegalStateException("attempt " + context.attempt() + " of item " + item);
            }
            return item;
        }
    }

    public static final class NameOf implements Task<Store, String> {
        @Override
        public String run(Store store, TaskContext context) {
            return store.name();
        }
    }

    public static final class CountTo implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer count, TaskContext context) {
            return IntStream.range(0, count).boxed().toList();
        }
    }

    public static final class CellsOfRow implements Task<Integer, List<Integer>> {
        @Override
        public List<Integer> run(Integer row, TaskContext context) {
            return IntStream.range(100 * row, 120 * row).boxed().toList();
        }
    }

    public static final class MeasureCell implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer cell, TaskContext context) {
            if (cell % 100 >= 30 && cell % 10 == 0) {
                throw new IllegalArgumentException("cell " + cell + " is dark");
            }
            context.metric("light", 1);
            return cell;
        }
    }

    public static final class CountSuccesses implements Task<Results<Outcome<Integer>>, String> {
        @Override
        public String run(Results<Outcome<Integer>> cells, TaskContext context) {
            return String.valueOf(
                    cells.stream().filter(Outcome.Succeeded.class::isInstance).count());
        }
    }

    public static final class Join implements Task<List<String>, String> {
        @Override
        public String run(List<String> words, TaskContext context) {
            return String.join(" ", words);
        }
    }

    /** The exit code and the output of a command. */
    private record Ended(int code, String output) {}

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Files.createDirectories(PICTURES);
        for (String file : List.of(
                "package.json", "package-lock.json", ".npmrc", "tsconfig.json", "console.mjs", "second-terminal.mjs")) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        assumeThat(run(List.of("npm", "ci", "--silent")).code())
                .as("node, npm and the packages are installed")
                .isZero();
    }

    @Test
    void startsFindsAnswersAndRerunsInTheBrowser(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<Path> browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
        assumeThat(browser).as("Chromium is installed").isPresent();
        LocalCloud.Settings settings = new LocalCloud.Settings(
                null, null, EngineQuotas.aws(), Duration.ofSeconds(30), LocalCloud.Functions.DEFAULT);
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(Workflow.class.getName()),
                Grouped.class.getName() + "\n" + Cells.class.getName() + "\n" + Forecast.class.getName() + "\n"
                        + Retried.class.getName());
        URL[] own = {folder.toUri().toURL()};
        try (URLClassLoader classes = new URLClassLoader(own, ConsoleBrowserTest.class.getClassLoader());
                LocalCloud local = LocalCloud.open(settings);
                ConsoleServer server = server(
                        local,
                        ServedWorkflows.deploy(local, WorkflowCatalogue.in(classes), new TestConsole().console()))) {
            local.goOn();
            server.open();

            Ended ended = run(List.of(
                    "node",
                    "console.mjs",
                    server.uri().toString(),
                    browser.orElseThrow().toString(),
                    PICTURES.toAbsolutePath().toString()));

            assertThat(ended.output()).endsWith("end\n");
            assertThat(ended.code()).isZero();
        }
    }

    @Test
    @Timeout(180)
    void runOfASecondTerminalAppearsAndIsAnswered(@TempDir Path folder) throws IOException, InterruptedException {
        Optional<Path> browser = BROWSERS.stream().filter(Files::isExecutable).findFirst();
        assumeThat(browser).as("Chromium is installed").isPresent();
        LocalCloud.Settings settings = new LocalCloud.Settings(
                folder.resolve("data"), null, EngineQuotas.aws(), Duration.ofSeconds(30), LocalCloud.Functions.DEFAULT);
        try (LocalCloud local = LocalCloud.open(settings)) {
            ServedWorkflows served = ServedWorkflows.deploy(local, new TestConsole().console());
            try (ConsoleServer server = server(local, served)) {
                local.goOn();
                served.share(local);
                server.open();
                Process watcher = process(List.of(
                        "node",
                        "second-terminal.mjs",
                        server.uri().toString(),
                        browser.orElseThrow().toString()));
                try (BufferedReader seen = watcher.inputReader(StandardCharsets.UTF_8)) {
                    assertThat(seen.readLine()).isEqualTo("open");

                    Ended terminal = run(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "run",
                            "approval",
                            "--input",
                            "{\"documents\": [{\"title\": \"Budget\", \"approver\": \"a\"}]}",
                            "--data",
                            folder.resolve("data").toString()));

                    assertThat(terminal.code()).as(terminal.output()).isZero();
                    assertThat(seen.lines().toList()).containsExactly("end");
                } finally {
                    watcher.destroyForcibly();
                }
            }
        }
    }

    @Test
    void theTypesOfItsModulesAgree() throws IOException, InterruptedException {
        Path pages = Files.createDirectories(INSTALLED.resolve("page"));
        try (Stream<Path> modules = Files.list(Path.of("../console/src/main/resources/dev/anabranch/console/page"))) {
            for (Path module :
                    modules.filter(file -> file.toString().endsWith(".js")).toList()) {
                Files.copy(module, pages.resolve(module.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }

        assertThat(run(List.of("node_modules/.bin/tsc", "-p", ".")).output()).isEmpty();
    }

    private static ConsoleServer server(LocalCloud local, ServedWorkflows served) {
        return ConsoleServer.bind(
                served.transports(local),
                served.forConsole(),
                (request, thrown) -> thrown.printStackTrace(),
                Optional.empty(),
                0);
    }

    private static Process process(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private static Ended run(List<String> command) throws InterruptedException {
        try {
            Process process = process(command);
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            return new Ended(1, String.valueOf(e.getMessage()));
        }
    }
}
