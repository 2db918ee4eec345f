package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of items in errors, lists of actions and reruns. */
final class LabelsOfRunsTest {

    private static final JsonNode COUNTRIES = TaskJson.tree(List.of(
            new Country("Norway", List.of("Oslo", "Bergen")),
            new Country("Sweden", List.of("Malmö")),
            new Country("17", List.of("Oslo")),
            new Country("Norway", List.of())));

    @TempDir
    private Path scratch;

    private RunsCloud cloud = new RunsCloud(Path.of(""));

    @BeforeEach
    void setUp() {
        cloud.close();
        cloud = new RunsCloud(scratch);
    }

    @AfterEach
    void tearDown() {
        cloud.close();
    }

    public record Country(String name, List<String> cities) {}

    public static final class Countries implements Task<List<Country>, List<Country>> {
        @Override
        public List<Country> run(List<Country> countries, TaskContext context) {
            return countries;
        }
    }

    public static final class Visit implements Task<Country, Integer> {
        @Override
        public Integer run(Country country, TaskContext context) {
            if (country.cities().isEmpty()) {
                throw new IllegalStateException("no city");
            }
            return country.cities().size();
        }
    }

    public static final class Stay implements Task<String, Integer> {
        @Override
        public Integer run(String city, TaskContext context) {
            return city.length();
        }
    }

    /** Visits each country, and each of its cities. */
    private record Journey(boolean labelled, boolean tolerant) implements Workflow<List<Country>, Object> {
        @Override
        public String name() {
            return "journey";
        }

        @Override
        public Value<Object> define(Flow flow, Value<List<Country>> input) {
            Value<List<Country>> countries = flow.call(Countries.class, input);
            FanOut<Integer> visits = flow.map(countries, Visit.class);
            FanOut<Object> stays = flow.map(countries, (Value<Country> country) -> {
                FanOut<Integer> cities = flow.map(country.get(Country::cities), Stay.class);
                return object((labelled ? cities.label() : cities).toList());
            });
            if (labelled) {
                visits.label(Country::name);
                stays.label(Country::name);
            }
            return object(flow.list(
                    List.of(object((tolerant ? visits.tolerate(1) : visits).toList()), object(stays.toList()))));
        }
    }

    @SuppressWarnings("unchecked") // A Value only ever produces.
    private static Value<Object> object(Value<?> value) {
        return (Value<Object>) value;
    }

    private void run(boolean labelled, boolean tolerant) {
        cloud.deploy(new Journey(labelled, tolerant));
        cloud.run("first", "journey", COUNTRIES);
    }

    @Test
    void errorOfARunNamesTheItem() {
        run(true, false);

        RunError error = cloud.runs().get("first").failure().orElseThrow();
        assertThat(error.node()).isEqualTo("visit");
        assertThat(error.action()).isEqualTo("3");
        assertThat(error.label()).isEqualTo("Norway");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "visit | Norway        | 0 3",
                "visit | 17            | 2",
                "visit | norway        | ''",
                "stay  | Oslo          | 0.0 2.0",
                "stay  | Norway        | 0.0 0.1",
                "stay  | Norway / Oslo | 0.0",
            })
    void actionsAreSelectedByALabel(String node, String label, String paths) {
        run(true, true);

        List<RunAction> actions = cloud.runs()
                .actions("first", ActionQuery.all(100).of(node).labelled(label))
                .items();

        assertThat(actions)
                .extracting(RunAction::path)
                .containsExactlyElementsOf(Arrays.stream(paths.split(" "))
                        .filter(path -> !path.isEmpty())
                        .toList());
    }

    @Test
    void rerunComputesAllItemsWithALabel() {
        run(true, true);

        cloud.rerun("second", "first", new RerunSelection.Labels(Optional.of("stay"), List.of("Oslo")));
        assertThat(cloud.computed()).containsEntry("stay", 2).containsEntry("visit", 1); // the failed one

        cloud.rerun("third", "first", new RerunSelection.Labels(Optional.empty(), List.of("Norway", "17")));
        assertThat(cloud.computed()).containsEntry("stay", 3).containsEntry("visit", 3);
    }

    @Test
    void rerunNamesASimilarLabel() {
        run(true, true);
        assertRefused(
                List.of("Norwey"),
                "There is no item with the label \"Norwey\" in run `first`. Did you mean `Norway`? Items that have not"
                        + " started can only be selected by their indexes.");
        assertRefused(
                List.of("Norway", "3\n"),
                "There is no item with the label \"3\\u000a\" in run `first`. Items that have not started can only be"
                        + " selected by their indexes.");
    }

    @Test
    void rerunOfARunWithoutLabelsSaysHowToAddThem() {
        run(false, true);
        assertRefused(
                List.of("Norway"),
                "There is no item with the label \"Norway\" in run `first`, because none of its items has a label. Select"
                        + " items by their indexes, or name them with `label(...)` in the workflow.");
    }

    private void assertRefused(List<String> labels, String message) {
        RerunRequest request = RerunRequest.of("first", new RerunSelection.Labels(Optional.empty(), labels));
        assertThatThrownBy(() -> cloud.runs().rerun(request))
                .isInstanceOf(RunRefused.class)
                .hasMessage(message);
    }

    @Test
    void labelsThatAreAddedLaterAppearInARerunThatAdoptsTheResults() {
        run(false, true);
        cloud.deploy(new Journey(true, true));

        cloud.rerun("second", "first", new RerunSelection.Unfinished());

        assertThat(cloud.computed()).containsEntry("visit", 1).doesNotContainKey("stay");
        assertThat(cloud.runs()
                        .actions("second", ActionQuery.all(100).of("stay").labelled("Sweden"))
                        .items())
                .extracting(RunAction::path)
                .containsExactly("1.0");
    }
}
