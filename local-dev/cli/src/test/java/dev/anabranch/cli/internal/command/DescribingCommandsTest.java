package dev.anabranch.cli.internal.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.output.SchemaText;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.runs.internal.api.InputType;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.manifest.Manifest.TypeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that describe workflows without running them. */
final class DescribingCommandsTest {

    private final TestConsole console = new TestConsole();

    @Test
    void listHasALineOfEightyColumnsForEachWorkflow() {
        assertThat(run("list")).isEqualTo(ExitCode.OK);

        assertThat(console.out().lines())
                .hasSize(WorkflowCatalogue.onClassPath().workflows().size())
                .allMatch(line -> line.length() <= 80)
                .allMatch(line -> line.matches("[a-z-]+ {2,}\\S.*\\."));
    }

    @Test
    void describeShowsTypesNodesAndAnInputThatTheWorkflowAccepts() {
        assertThat(run("describe", "land-cover")).isEqualTo(ExitCode.OK);

        assertThat(console.out())
                .startsWith("land-cover: ")
                .contains(
                        "Input: LandCoverInput\n  region       text or null\n  bounds       Bounds or null\n    south  number\n",
                        "Output: LandCoverReport\n",
                        "map classify  fan-out",
                        "classify      call     ClassifyTile   map classify  LandCover.java:");
    }

    @Test
    void everyExampleOfDescribeIsAcceptedAsInput() throws IOException {
        for (Workflow<?, ?> workflow : WorkflowCatalogue.onClassPath().workflows()) {
            WorkflowEntry entry =
                    Manifest.of(Definition.of(workflow)).workflows().get(0);
            JsonNode example = new SchemaText(entry.input().schema()).example();

            assertThatCode(() -> InputType.of(
                                    entry.input().java(), entry.input().required())
                            .check(example))
                    .as(workflow.name())
                    .doesNotThrowAnyException();
        }
    }

    /** The kind of a forecast. */
    public enum Kind {
        DAILY,
        WEEKLY
    }

    /** A shop with fields of types whose texts have a form. */
    public record Store(
            String name,
            char letter,
            ZonedDateTime opened,
            Duration open,
            LocalDateTime lunch,
            LocalTime tea,
            OffsetTime close,
            Map<Kind, Integer> sales,
            Map<Integer, LocalDate> days,
            Map<LocalDate, Integer> visits,
            Map<UUID, Integer> clerks) {}

    /** The input of a forecast. */
    public record Order(List<Store> stores, Kind kind, int horizon, List<Integer> x) {}

    /** A workflow that fans out over a field of its input. */
    public static final class Forecast implements Workflow<Order, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<Order> order) {
            flow.map(order.get(Order::stores), NameOf.class);
            return flow.call(HorizonOf.class, order);
        }
    }

    /** A task. */
    public static final class NameOf implements Task<Store, String> {
        @Override
        public String run(Store store, TaskContext context) {
            return store.name();
        }
    }

    /** A task. */
    public static final class HorizonOf implements Task<Order, Integer> {
        @Override
        public Integer run(Order order, TaskContext context) {
            return order.horizon();
        }
    }

    @Test
    void exampleOfAnInputWithRequiredFieldsHasAllFieldsAndIsAccepted() {
        TypeEntry input =
                Manifest.of(Definition.of(new Forecast())).workflows().get(0).input();
        SchemaText text = new SchemaText(input.schema());

        JsonNode example = text.example();

        assertThat(text.isOptional()).isFalse();
        assertThat(text.fields()).contains("  stores   list of Store", "  kind     one of DAILY, WEEKLY or null");
        assertThat(example.path("kind").asText()).isEqualTo("DAILY");
        assertThat(example.path("stores")).hasSize(1);
        assertThat(example.at("/stores/0/sales").has("DAILY")).isTrue();
        assertThat(example.path("x")).hasSize(1);
        assertThatCode(() -> InputType.of(input.java(), input.required()).check(example))
                .doesNotThrowAnyException();
    }

    /** ExamplesTest executes them so. */
    @Test
    void everyExampleWorkflowIsDescribedWithARunWithoutInput() {
        for (Workflow<?, ?> workflow : WorkflowCatalogue.onClassPath().workflows()) {
            TestConsole described = new TestConsole();
            Anabranch.run(described.console(), "describe", workflow.name());

            assertThat(described.out())
                    .contains("\nExample: ./anabranch run " + workflow.name()
                            + "\nAll fields, each of which can be left out: {");
        }
    }

    @Test
    void describeDistinguishesCallbacksFromWaitsForAnswers() {
        run("describe", "transcode");
        run("describe", "approval");

        assertThat(console.out()).containsPattern("\n\\S.*? {2,}callback ").containsPattern("\n\\S.*? {2,}await ");
    }

    @Test
    void inputIsReadFromStandardInput() {
        TestConsole empty = TestConsole.reading("");
        assertThat(Anabranch.run(empty.console(), "run", "land-cover", "--input", "-"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(empty.err()).startsWith("anabranch: Standard input is empty, but must be JSON.");

        TestConsole refused = TestConsole.reading("{\"region\": true}");
        assertThat(Anabranch.run(refused.console(), "run", "land-cover", "--input", "-"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(refused.err()).contains("region");
    }

    @Test
    void inputIsTextInUtf8(@TempDir Path folder) throws IOException {
        Path latin = Files.write(folder.resolve("latin.json"), "{\"region\": \"Å\"}".getBytes(ISO_8859_1));
        assertThat(run("run", "land-cover", "--input", "@" + latin)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("anabranch: `" + latin + "` is not text in UTF-8. Convert it to UTF-8.");

        TestConsole piped = TestConsole.reading("\ufeff{\"region\": true}");
        assertThat(Anabranch.run(piped.console(), "run", "land-cover", "--input", "-"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(piped.err()).contains("`/region` is `true`");
    }

    @Test
    void helpKnowsEveryCommand() {
        for (String command :
                Anabranch.commandLine(console.console()).getSubcommands().keySet()) {
            TestConsole asked = new TestConsole();
            assertThat(Anabranch.run(asked.console(), "help", command))
                    .as(command)
                    .isEqualTo(ExitCode.OK);
            assertThat(asked.out()).contains("Usage: anabranch " + command);
        }
    }

    @Test
    void explainFitsEightyColumns() {
        assertThat(run("explain", "land-cover", "--width", "10,100000")).isEqualTo(ExitCode.OK);

        assertThat(console.out())
                .contains(
                        "Fan-out: map classify",
                        "Foreseen cost of a run in US$",
                        "so no input of a run can",
                        "100,000");
        assertThat(console.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
    }

    @Test
    void explainIsAsciiOnAnAsciiTerminal() {
        Anabranch.run(console.console(new Terminal(false, 80, 24, false, false)), "explain", "land-cover");

        assertThat(console.out()).matches("\\p{ASCII}+");
    }

    @Test
    void explainAsJsonHasAVersion() throws IOException {
        run("explain", "land-cover", "--json");

        assertThat(new ObjectMapper().readTree(console.out()).get("version").asInt())
                .isEqualTo(1);
    }

    @Test
    void invalidWidthIsExplained() {
        assertThat(run("explain", "land-cover", "--width", "many")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).startsWith("anabranch: `--width` has `many`");
    }

    @Test
    void widthIsSetByTheNameThatTheAuthorGave() throws IOException {
        assertThat(run("explain", "land-cover", "--width", "classify=123", "--json"))
                .isEqualTo(ExitCode.OK);

        JsonNode widths = new ObjectMapper().readTree(console.out()).path("widths");
        assertThat(widths).hasSize(1);
        assertThat(widths.path(0).path("width").asInt()).isEqualTo(123);
    }

    @Test
    void numberThatAppliesToNoFanOutIsRefused() {
        assertThat(run("explain", "land-cover", "--width", "classify=100,100000"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err())
                .contains(
                        "`--width` has the number 100000, but the number of items of each fan-out is set by its name");

        assertThat(run("explain", "land-cover", "--width", "classify=1,classify=2"))
                .isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("sets the number of items of `classify` twice");
    }

    @Test
    void widthOfAnUnknownFanOutIsExplained() {
        assertThat(run("explain", "land-cover", "--width", "tiles=3")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("There is no fan-out or loop `tiles`", "There are: `classify`.");
    }

    @Test
    void misspelledWidthIsCorrected() {
        assertThat(run("explain", "land-cover", "--width", "clasify=3")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("Did you mean `classify`?");
    }

    @Test
    void diagramIsMermaidOrSvg() {
        run("diagram", "land-cover");
        assertThat(console.out()).contains("flowchart TD", "classify");

        TestConsole other = new TestConsole();
        Anabranch.run(other.console(), "diagram", "land-cover", "--format", "svg");
        assertThat(other.out()).startsWith("<svg ").endsWith("</svg>\n");
    }

    @Test
    void translateHasTargets() {
        run("translate", "land-cover", "--target", "localstack");

        assertThat(console.out()).contains("\"STANDARD\"").doesNotContain("ItemBatcher");
    }

    @Test
    void manifestHasAFileForEachMachine(@TempDir Path folder) throws IOException {
        assertThat(run("manifest", "--out", folder.toString())).isEqualTo(ExitCode.OK);

        assertThat(folder.resolve("manifest.json")).exists();
        assertThat(Files.readString(folder.resolve("land-cover.asl.json"))).contains("\"StartAt\"");
    }

    private int run(String... args) {
        return Anabranch.run(console.console(), args);
    }
}
