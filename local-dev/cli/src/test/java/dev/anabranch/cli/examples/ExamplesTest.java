package dev.anabranch.cli.examples;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.golden.GoldenFile;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExamplesTest {

    private final Map<String, Workflow<?, ?>> workflows = listed();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();

    @TempDir
    Path scratch;

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private Cloud cloud;

    @BeforeEach
    void open() {
        cloud = new Cloud(scratch, new ActionObserver() {
            @Override
            public void started(String node, List<Long> path) {
                mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            }

            @Override
            public void finished(String node, List<Long> path, ActionStatus status) {
                underWay.decrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    static Map<String, Workflow<?, ?>> listed() {
        return ServiceLoader.load(Workflow.class).stream()
                .<Workflow<?, ?>>map(ServiceLoader.Provider::get)
                .collect(toMap(Workflow::name, Function.identity()));
    }

    @Test
    void listedWorkflowsAndGoldenRunsAreTheSame() {
        List<GoldenRun> all = GoldenRun.all();

        assertThat(all.stream()
                        .filter(golden -> golden.file().endsWith("default.json"))
                        .filter(golden ->
                                golden.input().isObject() && golden.input().isEmpty())
                        .map(GoldenRun::workflow))
                .containsExactlyInAnyOrderElementsOf(workflows.keySet());
        assertThat(workflows).containsKeys(all.stream().map(GoldenRun::workflow).toArray(String[]::new));
    }

    @TestFactory
    Stream<DynamicTest> everyRunEqualsItsGoldenFile() {
        return GoldenRun.all().stream().map(golden -> DynamicTest.dynamicTest(golden.name(), () -> compare(golden)));
    }

    private void compare(GoldenRun golden) throws IOException {
        ObjectNode actual = golden.with(cloud.run(workflow(golden.workflow()), Target.AWS, golden.input()));
        if (GoldenFile.isWritten()) {
            golden.write(actual);
            return;
        }
        assertThat(GoldenRun.same(golden.json(), actual))
                .withFailMessage(
                        () -> golden.file() + " says\n" + golden.json().toPrettyString()
                                + "\nbut the run ended with\n" + actual.toPrettyString()
                                + "\nIf the change is intended, run this test with -Danabranch.golden=write and commit the file.")
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> emulatorTargetReturnsTheSameOutput() {
        return GoldenRun.all().stream()
                .filter(golden -> golden.file().endsWith(standsFor(golden.workflow())))
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    EmbeddedRun run = cloud.run(workflow(golden.workflow()), Target.LOCALSTACK, golden.input());
                    assertThat(run.output()).hasValueSatisfying(output -> assertThat(
                                    GoldenRun.same(golden.output(), golden.checked(output)))
                            .as(output.toString())
                            .isTrue());
                }));
    }

    /** Returns the input of a run without input, or of a shorter run if that would take seconds. */
    private static String standsFor(String workflow) {
        return workflow.equals("land-cover") ? "alps.json" : "default.json";
    }

    @ParameterizedTest
    @CsvSource({"large-fanout, r", "parallel-fanout, n", "sequential-fanout, n", "multi-phase, n"})
    void fanOutsOverEmptyListsReturnEmptyLists(String workflow, String width) {
        EmbeddedRun run = cloud.run(
                workflow(workflow),
                Target.AWS,
                JsonNodeFactory.instance.objectNode().put(width, 0));

        assertThat(run.output())
                .hasValueSatisfying(output -> assertThat(output.toString()).isEqualTo("[]"));
    }

    @Test
    void actionsOfASequentialFanOutDoNotOverlap() {
        cloud.run(workflow("sequential-fanout"), Target.AWS, JsonNodeFactory.instance.objectNode());

        assertThat(mostUnderWay).hasValue(1);
    }

    private Workflow<?, ?> workflow(String name) {
        return Objects.requireNonNull(workflows.get(name), name);
    }
}
