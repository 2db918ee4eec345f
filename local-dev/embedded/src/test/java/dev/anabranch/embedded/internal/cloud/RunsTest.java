package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.FanOutModes.Mode;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.graph.RunRefused.Reason;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The run service over the embedded cloud. */
final class RunsTest {

    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
        Shapes.all().values().forEach(cloud::deploy);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static RunRequest plain(long width) {
        return RunRequest.of("plain", LongNode.valueOf(width));
    }

    private void refused(RunRequest request, Reason reason) {
        assertThatThrownBy(() -> cloud.runs().start(request))
                .isInstanceOfSatisfying(RunRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    @Test
    void recordHasTheEndOfTheRun() {
        RunRecord started = cloud.runs().start(plain(3));
        assertThat(started.status()).isEqualTo(RunStatus.RUNNING);

        RunRecord ended = cloud.runs().get(started.id());

        assertThat(ended.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(cloud.runs().output(started.id()).orElseThrow().longValue()).isEqualTo(6);
        assertThat(cloud.runs().input(started.id()).longValue()).isEqualTo(3);
        assertThat(cloud.runs().counts(started.id()).succeeded()).isEqualTo(5);
        assertThat(cloud.runs().list(RunQuery.latest(5)).items())
                .singleElement()
                .satisfies(listed -> {
                    assertThat(listed)
                            .usingRecursiveComparison()
                            .ignoringFields("input", "output")
                            .isEqualTo(ended);
                    assertThat(listed.input()).isNull();
                });
    }

    @ParameterizedTest
    @CsvSource({"3, INLINE", "1000, DISTRIBUTED"})
    void runsHaveTheModesThatTheStateMachinesTook(int width, Mode mode) {
        RunRecord started = cloud.runs().start(plain(width));
        assertThat(cloud.ended(started).succeeded()).isTrue();

        assertThat(cloud.runs().modes(started.id()).values()).containsExactly(Set.of(mode));
        RunRecord rerun = cloud.runs().rerun(RerunRequest.of(started.id(), new RerunSelection.From("sum")));
        assertThat(cloud.ended(rerun).succeeded()).isTrue();
        assertThat(cloud.runs().modes(rerun.id()).values()).containsExactly(Set.of(mode));
    }

    @Test
    void oneKeyStartsOneRun() {
        RunRecord first = cloud.runs().start(plain(3).once("key"));

        assertThat(cloud.runs().start(plain(3).once("key")).id()).isEqualTo(first.id());
        assertThat(cloud.runs().start(plain(3).once("other")).id()).isNotEqualTo(first.id());
        refused(plain(4).once("key"), Reason.CONFLICT);
        refused(plain(3).once("key").withoutCache(), Reason.CONFLICT);
        assertThat(cloud.runs().list(RunQuery.latest(5)).items()).hasSize(2);
    }

    @Test
    void keyOfADeletedRunStartsARunThatRuns() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            RunRecord started = cloud.runs().start(plain(3).once("key"));
            ids.add(started.id());
            assertThat(cloud.ended(started).succeeded()).isTrue();
            assertThat(cloud.computed()).isEqualTo(Map.of("count", 1, "increment", 3, "sum", 1));
            assertThat(cloud.runs().start(plain(3).once("key")).id()).isEqualTo(started.id());
            refused(plain(4).once("key"), Reason.CONFLICT);
            cloud.runs().delete(started.id());
        }

        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void startThatIsRefusedForAnExistingRunStoresNoObject() {
        cloud.run("once", "plain", LongNode.valueOf(1));
        cloud.ended(cloud.runs().start(plain(3).once("key")));
        cloud.run("deleted", "plain", LongNode.valueOf(1));
        cloud.runs().delete("deleted");
        List<String> before = objects();

        refused(RunRequest.of("nested", LongNode.valueOf(1)).named("once"), Reason.CONFLICT);
        refused(plain(4).once("key"), Reason.CONFLICT);
        refused(plain(1).named("deleted"), Reason.CONFLICT);

        assertThat(objects()).isEqualTo(before);
    }

    private List<String> objects() {
        return cloud.cloud().s3().listObjectsV2(request -> request.bucket("anabranch")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    @Test
    void runsThatStartInOneMillisecondHaveDifferentIds() {
        HashSet<String> ids = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            ids.add(cloud.runs().start(plain(0)).id());
        }

        assertThat(ids).hasSize(20).allMatch(id -> id.matches("plain-20260101-000000-000(-[0-9a-f]{4})?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "a#b", "..", "a\nb"})
    void invalidIdIsRefused(String id) {
        refused(plain(1).named(id), Reason.INVALID_RUN_ID);
    }

    @Test
    void refusedStartStoresNothing() {
        refused(RunRequest.of("nothing", LongNode.valueOf(1)), Reason.UNKNOWN_WORKFLOW);
        refused(RunRequest.of("plain", TextNode.valueOf("many")), Reason.INVALID_INPUT);
        refused(plain(1).named("x".repeat(81)), Reason.INVALID_RUN_ID);
        refused(plain(1).named("a").once("b"), Reason.INVALID_REQUEST);
        refused(plain(1).once("a b"), Reason.INVALID_REQUEST);

        assertThat(cloud.runs().list(RunQuery.latest(5)).items()).isEmpty();
    }

    @Test
    void anIdIsUsedOnce() {
        cloud.run("once", "plain", LongNode.valueOf(1));

        refused(plain(1).named("once"), Reason.CONFLICT);
        assertThat(cloud.runs().get("once").status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"plain, 600, 7", "nested, 3, 2", "batched, 40, 3", "conditional, 5, 1", "beside, 2, 100"})
    void pagesOfActionsHaveEveryActionOnce(String workflow, long width, int limit) {
        cloud.run("run", workflow, LongNode.valueOf(width));
        List<String> whole = names(ActionQuery.all(ActionQuery.MOST));

        assertThat(names(ActionQuery.all(limit))).isEqualTo(whole).doesNotHaveDuplicates();
        assertThat((long) whole.size()).isEqualTo(cloud.runs().counts("run").total());
        assertThat(names(ActionQuery.all(limit).with(ActionStatus.SUCCEEDED))).isEqualTo(whole);
        assertThat(names(ActionQuery.all(limit).with(ActionStatus.FAILED))).isEmpty();
        assertThat(names(ActionQuery.all(limit).of("sum")))
                .isEqualTo(
                        whole.stream().filter(name -> name.startsWith("sum[")).toList());
    }

    @ParameterizedTest
    @CsvSource({"plain, 600", "nested, 3", "batched, 40", "conditional, 5", "beside, 2", "pipeline, 9", "plain, 0"})
    void actionsOfASucceededRunAreCountedOnce(String workflow, long width) {
        RunRecord started = cloud.runs()
                .start(RunRequest.of(workflow, LongNode.valueOf(width)).named("run"));
        cloud.runs().get(started.id());
        long listed = names(ActionQuery.all(ActionQuery.MOST)).size();

        ActionCounts counts = cloud.runs().counts("run");

        assertThat(counts).isEqualTo(new ActionCounts(listed, 0, listed, 0, 0, 0, false));
        assertThat(cloud.runs().get("run").counts())
                .isEqualTo(cloud.runs().tally("run"))
                .extracting(RunTally::counts)
                .isEqualTo(counts);
        assertThat(cloud.runs().counts("run")).isEqualTo(counts);
    }

    private List<String> names(ActionQuery query) {
        List<String> names = new ArrayList<>();
        for (Optional<ActionQuery> next = Optional.of(query); next.isPresent(); ) {
            RunPage<RunAction> page = cloud.runs().actions("run", next.get());
            page.items().forEach(action -> names.add(action.node() + "[" + action.path() + "]"));
            next = page.next().map(query::after);
        }
        return names;
    }

    @Test
    void deletedRunLeavesNoData() {
        cloud.run("run", "nested", LongNode.valueOf(3));
        cloud.run("other", "nested", LongNode.valueOf(2));

        cloud.runs().delete("run");

        assertThat(cloud.cloud()
                        .dynamoDb()
                        .scan(request -> request.tableName("anabranch"))
                        .items())
                .isNotEmpty()
                .noneMatch(item ->
                        item.toString().contains("run#") && !item.toString().contains("other"));
        assertThat(cloud.cloud()
                        .s3()
                        .listObjectsV2(request -> request.bucket("anabranch").prefix("runs/run/"))
                        .contents())
                .isEmpty();
        assertThat(cloud.runs().output("other")).isPresent();
    }
}
