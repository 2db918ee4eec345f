package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels of items in the records of all modes of a fan-out. */
final class LabelsTest {

    @TempDir
    private Path scratch;

    /** @param bytes the size of the text of a country */
    public record Input(int width, int bytes) {}

    public enum Kind {
        KINGDOM,
        REPUBLIC
    }

    public record Country(
            Optional<String> name,
            long number,
            BigDecimal share,
            boolean coastal,
            Kind kind,
            UUID id,
            LocalDate since,
            Optional<String> nick,
            List<String> cities,
            String text) {}

    public static final class Countries implements Task<Input, List<Country>> {
        @Override
        public List<Country> run(Input input, TaskContext context) {
            return IntStream.range(0, input.width())
                    .mapToObj(i -> new Country(
                            i % 7 == 6
                                    ? Optional.empty()
                                    : Optional.of("Norway \"" + i + "\"\n" + "🇳🇴".repeat(i % 3 * 30)),
                            i % 2 == 0 ? i : 9_007_199_254_740_991L - i,
                            new BigDecimal("1." + i),
                            i % 2 == 0,
                            i % 2 == 0 ? Kind.KINGDOM : Kind.REPUBLIC,
                            new UUID(1, i),
                            LocalDate.of(1905, 6, 7).plusDays(i),
                            i % 3 == 0 ? Optional.empty() : Optional.of("nick " + i),
                            List.of("Oslo " + i, "Bergen " + i),
                            "x".repeat(i % 3 == 1 ? input.bytes() : 1)))
                    .toList();
        }
    }

    public static final class NameLength implements Task<Country, Integer> {
        @Override
        public Integer run(Country country, TaskContext context) {
            return country.name().map(String::length).orElse(0);
        }
    }

    public static final class Plus implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            return number + 1;
        }
    }

    public static final class Odd implements Task<Country, Integer> {
        @Override
        public Integer run(Country country, TaskContext context) {
            if (!country.coastal()) {
                throw new IllegalStateException("no coast");
            }
            return 1;
        }
    }

    public static final class Shout implements Task<String, String> {
        @Override
        public String run(String city, TaskContext context) {
            return city.toUpperCase(Locale.ROOT);
        }
    }

    private record Labelled(BiFunction<Flow, Value<List<Country>>, Value<?>> body)
            implements Workflow<Input, JsonNode> {
        @Override
        public String name() {
            return "labelled";
        }

        @Override
        public Value<JsonNode> define(Flow flow, Value<Input> input) {
            return RandomScope.json(body.apply(flow, flow.call(Countries.class, input)));
        }
    }

    private List<String> check(
            Input input, String node, BiFunction<Flow, Value<List<Country>>, Value<?>> body, int expected) {
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Labelled(body), TaskJson.tree(input));
            List<String> labels = IntStream.range(0, input.width())
                    .mapToObj(i -> cloud.reader().action(run.id(), node, List.of((long) i)))
                    .flatMap(Optional::stream)
                    .map(record -> record.labels().name())
                    .toList();
            assertThat(labels).hasSize(expected);
            return labels;
        }
    }

    private static FanOut<Integer> twoSteps(FanOut<Integer> lengths) {
        return lengths.label(Country::name).map(Plus.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "3, 1", "41, 1", "41, 90000", "300, 1", "300, 3000", "1100, 1"})
    void everyStepOfAnItemHasItsLabelInEachMode(int width, int bytes) {
        List<String> labels = check(
                new Input(width, bytes),
                "plus",
                (flow, countries) ->
                        twoSteps(flow.map(countries, NameLength.class)).collect(),
                width);

        assertThat(labels).allSatisfy(label -> assertThat(label.codePointCount(0, label.length()))
                .isLessThanOrEqualTo(ItemLabels.LONGEST));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 300})
    void standardChildrenHaveLabels(int width) {
        check(
                new Input(width, 1),
                "plus",
                (flow, countries) -> twoSteps(
                                flow.map(countries, NameLength.class).timeout(Duration.ofMinutes(14)))
                        .collect(),
                width);
    }

    @ParameterizedTest
    @CsvSource({"30, 1", "30, 90000", "600, 1"})
    void itemsOfBatchesHaveLabels(int width, int bytes) {
        check(
                new Input(width, bytes),
                "name length",
                (flow, countries) -> flow.map(countries, NameLength.class)
                        .label(Country::number)
                        .batch(7)
                        .collect(),
                width);
    }

    @Test
    void fieldsOfAllTypesOfValuesAreLabels() {
        Input input = new Input(3, 1);
        assertThat(labels(input, fanOut -> fanOut.label(Country::number)))
                .containsExactly("0", "9007199254740990", "2");
        assertThat(labels(input, fanOut -> fanOut.label(Country::share))).containsExactly("1.0", "1.1", "1.2");
        assertThat(labels(input, fanOut -> fanOut.label(Country::coastal))).containsExactly("true", "false", "true");
        assertThat(labels(input, fanOut -> fanOut.label(Country::kind)))
                .containsExactly("KINGDOM", "REPUBLIC", "KINGDOM");
        assertThat(labels(input, fanOut -> fanOut.label(Country::id))).contains("00000000-0000-0001-0000-000000000002");
        assertThat(labels(input, fanOut -> fanOut.label(Country::since))).contains("1905-06-08");
        assertThat(labels(input, fanOut -> fanOut.label(Country::nick))).containsExactly("", "nick 1", "nick 2");
    }

    private List<String> labels(Input input, UnaryOperator<FanOut<Integer>> option) {
        return check(
                input,
                "name length",
                (flow, countries) ->
                        option.apply(flow.map(countries, NameLength.class)).collect(),
                input.width());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 300})
    void failedAndMissedActionsHaveLabels(int width) {
        check(
                new Input(width, 1),
                "plus",
                (flow, countries) -> flow.map(countries, Odd.class)
                        .label(Country::id)
                        .map(Plus.class)
                        .tolerate(width)
                        .outcomes(),
                width);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 50})
    void nestedItemsHaveTheLabelsOfAllLevels(int width) {
        BiFunction<Flow, Value<List<Country>>, Value<?>> nested = (flow, countries) -> flow.map(
                        countries,
                        (Value<Country> country) -> RandomScope.json(flow.map(country.get(Country::cities), Shout.class)
                                .label()
                                .collect()))
                .label(Country::number)
                .collect();
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Labelled(nested), TaskJson.tree(new Input(width, 1)));

            assertThat(cloud.reader()
                            .action(run.id(), "shout", List.of(2L, 1L))
                            .orElseThrow()
                            .labels()
                            .levels())
                    .containsExactly("2", "Bergen 2");
        }
    }

    @Test
    void roundsOfLoopsHaveNoLabels() {
        BiFunction<Flow, Value<List<Country>>, Value<?>> looping =
                (flow, countries) -> flow.map(countries, (Value<Country> country) -> flow.<JsonNode>repeat(
                                        RandomScope.json(flow.call(NameLength.class, country)),
                                        before -> flow.call(GenericTasks.Digest.class, before))
                                .until(state -> flow.call(GenericTasks.IsEven.class, state))
                                .atMost(50))
                        .label(Country::number)
                        .collect();
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            EmbeddedRun run = Equivalence.check(cloud, new Labelled(looping), TaskJson.tree(new Input(3, 1)));

            assertThat(cloud.reader()
                            .action(run.id(), "digest", List.of(2L, 0L))
                            .orElseThrow()
                            .labels()
                            .levels())
                    .containsExactly("2", "");
        }
    }

    @Test
    void waitingActionsHaveLabels() {
        check(
                new Input(4, 1),
                "decide",
                (flow, countries) -> flow.map(countries, (Value<Country> country) -> flow.await("decide", String.class)
                                .timeout(Duration.ofHours(1))
                                .onTimeout("none"))
                        .label(Country::number)
                        .collect(),
                4);
    }

    @Test
    void adoptedActionsHaveLabels() {
        BiFunction<Flow, Value<List<Country>>, Value<?>> workflow = (flow, countries) ->
                flow.map(countries, NameLength.class).label(Country::number).collect();
        try (TestCloud cloud = TestCloud.calm(scratch)) {
            cloud.run(new Labelled(workflow), TaskJson.tree(new Input(4, 1)));
            EmbeddedRun second = cloud.rerun("run-2", new RerunSelection.Labels(Optional.empty(), List.of("0")));

            ActionRecord record = cloud.reader()
                    .action(second.id(), "name length", List.of(2L))
                    .orElseThrow();
            assertThat(record.status()).isEqualTo(ActionStatus.CACHED);
            assertThat(record.labels().name()).isEqualTo("2");
        }
    }
}
