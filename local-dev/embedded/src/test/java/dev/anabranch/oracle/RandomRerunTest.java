package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.RandomWorkflow.Size;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.InputPart.Source;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Edge;
import dev.anabranch.runs.internal.graph.RunGraph.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.rerun.RerunPreview;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reruns random workflows in which some actions failed. {@code -Danabranch.seed=<seed>} runs only that seed, {@code
 * -Danabranch.seeds=<n>} sets the number of seeds, and {@code -Danabranch.first=<seed>} the first of them.
 */
final class RandomRerunTest {

    private static final Size SIZE =
            new Size(8, 3, 30, List.of(0, 1, 2, 3, 41), List.of(1, 30, 30, 400, 9_000), 60_000);

    private static final int SEEDS = 50;
    private static final long FIRST = 70_000;
    private static final int ONE_IN = 12;

    private static final JsonNode INPUT = TaskJson.tree(new RandomWorkflow.Input(
            TaskJson.tree("input"), List.of(TaskJson.tree(1), TaskJson.tree("two"), TaskJson.tree(List.of()))));

    @TempDir
    private Path scratch;

    private int refused;
    private int failed;
    private int adopted;
    private int compared;
    private int previewed;

    private static LongStream seeds() {
        Long only = Long.getLong("anabranch.seed");
        int count = Integer.getInteger("anabranch.seeds", SEEDS);
        long first = Long.getLong("anabranch.first", FIRST);
        return only == null ? LongStream.range(first, first + count) : LongStream.of(only);
    }

    @Test
    void rerunEqualsTheDirectEvaluationAndComputesOnlyTheRest() {
        seeds().forEach(seed -> {
            WatchedTasks tasks = new WatchedTasks(seed, ONE_IN);
            try (TestCloud cloud = TestCloud.ofTasks(scratch, tasks)) {
                RandomWorkflow workflow = new RandomWorkflow(seed, SIZE);
                DirectRun direct = DirectRun.of(workflow);
                cloud.run(workflow, INPUT);
                Map<ActionId, RunAction> before = actions(cloud, TestCloud.RUN);
                tasks.recover();
                Optional<RerunPreview> preview = preview(cloud);
                rerun(cloud, before).ifPresent(run -> {
                    checkPreview(
                            preview.orElseThrow(),
                            run,
                            actions(cloud, run.id()),
                            cloud.runs().graph(run.id()));
                    Equivalence.check(cloud, run, direct, INPUT);
                    Map<ActionId, RunAction> after = actions(cloud, run.id());
                    if (!run.succeeded()) { // What its failure has stopped tells nothing.
                        after.values().removeIf(action -> action.record().status() == ActionStatus.ABORTED);
                    }
                    checkEffects(before, after, tasks, cloud.runs().graph(run.id()));
                });
            } catch (InvalidDefinition invalid) {
                assertThat(BeyondQuotas.is(invalid))
                        .as("seed %d: %s", seed, invalid)
                        .isTrue();
                refused++;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ": " + e.getMessage() + "\n"
                                + Outline.of(TracedWorkflow.of(new RandomWorkflow(seed, SIZE))
                                        .graph()),
                        e);
            }
        });

        int count = (int) seeds().count();
        if (count >= SEEDS) {
            assertThat(refused).as("workflows that AWS would not take").isLessThan(count / 10);
            assertThat(failed).as("actions that failed in first runs").isGreaterThan(count);
            assertThat(adopted).as("actions that were adopted").isGreaterThan(count);
            assertThat(previewed)
                    .as("nodes in nested fan-outs with actions that had not started")
                    .isPositive();
        }
    }

    /** Checks that nothing runs again if everything has succeeded. */
    private static Optional<EmbeddedRun> rerun(TestCloud cloud, Map<ActionId, RunAction> before) {
        try {
            return Optional.of(cloud.rerun("again", new RerunSelection.OnlyFailed()));
        } catch (RunRefused refused) {
            assertThat(refused.reason()).isEqualTo(RunRefused.Reason.NOTHING_TO_DO);
            RunGraph graph = cloud.runs().graph(TestCloud.RUN);
            assertThat(before.isEmpty() && !graph.nodes().isEmpty())
                    .as("nothing ran")
                    .isFalse();
            assertThat(before.keySet()).allMatch(id -> hasResult(before, id) || isOfEndedFanOut(before, id, graph));
            return Optional.empty();
        }
    }

    private static Optional<RerunPreview> preview(TestCloud cloud) {
        try {
            return Optional.of(cloud.runs().preview(RerunRequest.of(TestCloud.RUN, new RerunSelection.OnlyFailed())));
        } catch (RunRefused refused) {
            assertThat(refused.reason()).isEqualTo(RunRefused.Reason.NOTHING_TO_DO);
            return Optional.empty();
        }
    }

    /**
     * Checks that the rerun has adopted and, if it reached all nodes, computed what its preview counted. The number of actions is known before
     * unless a list is computed, the definition leaves it open, or the call reads a condition: a short one is read without it.
     */
    private void checkPreview(RerunPreview preview, EmbeddedRun run, Map<ActionId, RunAction> after, RunGraph graph) {
        Map<String, Long> adopted = new HashMap<>();
        Map<String, Long> others = new HashMap<>();
        after.forEach((id, action) ->
                (action.record().status() == ActionStatus.CACHED ? adopted : others).merge(id.node(), 1L, Long::sum));
        Set<String> conditions = graph.nodes().stream()
                .filter(node -> node.kind() == Kind.WHEN)
                .map(node -> graph.inspectedNode(node.id()))
                .filter(node -> graph.node(node).orElseThrow().added())
                .collect(Collectors.toSet());
        preview.nodes().forEach(node -> {
            long kept = adopted.getOrDefault(node.node(), 0L);
            if (kept < node.adopted() && (!run.succeeded() || canBeLeftOut(node, graph))) {
                return; // The rerun did not reach all of them.
            }
            assertThat(kept)
                    .as("the actions of `" + node.node() + "` that the preview adopts")
                    .isEqualTo(node.adopted());
            Vertex vertex = graph.node(node.node()).orElseThrow();
            if (!node.open() && !conditions.contains(node.node()) && graph.isFixed(vertex)) {
                long again = others.getOrDefault(node.node(), 0L);
                assertThat(again)
                        .as("the actions of `" + node.node() + "` that the preview computes")
                        .isLessThanOrEqualTo(node.computed() + node.notStarted());
                if (!run.succeeded() || failsAnItemAround(vertex, after, graph)) {
                    return; // The rerun did not reach all of them.
                }
                assertThat(again)
                        .as("the actions of `" + node.node() + "` that the preview computes")
                        .isEqualTo(node.computed() + node.notStarted());
                previewed += node.notStarted() > 0 && graph.depth(node.node()) > 1 ? 1 : 0;
            }
        });
    }

    /**
     * Returns whether the rerun can end before it reaches all actions of a node that it would adopt: in another branch, which the
     * preview says, after the first successes of a fan-out, or after a failure in an attempt.
     */
    private static boolean canBeLeftOut(RerunPreview.NodePreview node, RunGraph graph) {
        for (Optional<Vertex> outer = graph.node(node.node());
                outer.isPresent();
                outer = graph.node(outer.get().in())) {
            Kind kind = outer.get().kind();
            if (!outer.get().first().isEmpty() || kind == Kind.ATTEMPT || (kind == Kind.WHEN && node.open())) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether an action in a fan-out around a node failed. */
    private static boolean failsAnItemAround(Vertex node, Map<ActionId, RunAction> actions, RunGraph graph) {
        Set<String> around = Set.copyOf(graph.fanOuts(node.id()));
        return actions.entrySet().stream()
                .filter(action -> action.getValue().record().status() == ActionStatus.FAILED)
                .anyMatch(
                        action -> graph.fanOuts(action.getKey().node()).stream().anyMatch(around::contains));
    }

    private static boolean hasResult(Map<ActionId, RunAction> actions, ActionId id) {
        return actions.containsKey(id) && actions.get(id).record().status().hasResult();
    }

    /** Returns whether the action is of an item of a fan-out that has returned its first successes. */
    private static boolean isOfEndedFanOut(Map<ActionId, RunAction> actions, ActionId id, RunGraph graph) {
        return graph.fanOuts(id.node()).stream()
                .anyMatch(fanOut -> hasResult(
                        actions, new ActionId("first of " + fanOut, id.path().subList(0, graph.depth(fanOut)))));
    }

    private void checkEffects(
            Map<ActionId, RunAction> before, Map<ActionId, RunAction> after, WatchedTasks tasks, RunGraph graph) {
        Set<ActionId> again = new HashSet<>();
        // The call before a run of another workflow is always repeated, and selects which run is adopted or repeated.
        Set<String> starts = graph.nodes().stream()
                .filter(node -> node.kind() == Kind.SUB_RUN)
                .map(node -> graph.inspectedNode(node.id()))
                .collect(Collectors.toSet());
        before.forEach((id, action) -> addUnless(action.record().status().hasResult(), id, again));
        after.forEach((id, action) ->
                addUnless(action.record().status() == ActionStatus.CACHED || starts.contains(id.node()), id, again));
        Reasons reasons = new Reasons(graph, again);
        // What runs in parallel with an action that fails is stopped.
        boolean stopped =
                after.values().stream().anyMatch(action -> action.record().status() == ActionStatus.FAILED);
        after.forEach((id, action) -> {
            boolean had =
                    before.containsKey(id) && before.get(id).record().status().hasResult();
            failed += before.containsKey(id) && before.get(id).record().status() == ActionStatus.FAILED ? 1 : 0;
            adopted += action.record().status() == ActionStatus.CACHED ? 1 : 0;
            boolean asked = action.record().status() != ActionStatus.CACHED
                    && graph.node(id.node()).orElseThrow().kind() == RunGraph.Kind.AWAIT;
            if (graph.node(id.node()).orElseThrow().kind() == Kind.ON_FAILURE) {
                return; // It is called again for each run that fails.
            }
            if (!graph.node(id.node()).orElseThrow().stops().isEmpty()) {
                return; // It ends what a failure stops in each run.
            }
            if (tasks.effects().containsKey(id) || asked) {
                assertThat(!had || reasons.has(action))
                        .as("%s had to be computed", id)
                        .isTrue();
            } else if (starts.contains(id.node())
                    || graph.node(id.node()).orElseThrow().kind() == Kind.SUB_RUN) {
                assertThat(action.record().status())
                        .as("%s, a run of another workflow", id)
                        .isIn(
                                had && !starts.contains(id.node()) && !reasons.has(action)
                                        ? EnumSet.of(ActionStatus.CACHED)
                                        : stopped
                                                ? EnumSet.of(
                                                        ActionStatus.SUCCEEDED,
                                                        ActionStatus.FAILED,
                                                        ActionStatus.ABORTED)
                                                : EnumSet.of(ActionStatus.SUCCEEDED, ActionStatus.FAILED));
            } else {
                // An action whose input has a missing result fails before its task is called.
                assertThat(action.record().status())
                        .as("%s, whose task was not called", id)
                        .isEqualTo(had ? ActionStatus.CACHED : ActionStatus.FAILED);
            }
        });
    }

    private static void addUnless(boolean adopted, ActionId id, Set<ActionId> again) {
        if (!adopted) {
            again.add(id);
        }
    }

    @Test
    void inputOfAnActionIsAtItsLocation() {
        seeds().forEach(seed -> {
            WatchedTasks tasks = new WatchedTasks(seed, 0);
            try (TestCloud cloud = TestCloud.ofTasks(scratch, tasks)) {
                cloud.run(new RandomWorkflow(seed, SIZE), INPUT);
                ActionInputs inputs = cloud.inputs(TestCloud.RUN);
                actions(cloud, TestCloud.RUN).forEach((id, action) -> {
                    JsonNode given = tasks.inputs().get(id);
                    if (given != null) {
                        action.input().stream()
                                .flatMap(place -> inputs.places(place).stream())
                                .forEach(place -> checkPlace(id, place, inputs, given));
                    }
                });
            } catch (InvalidDefinition invalid) {
                assertThat(BeyondQuotas.is(invalid))
                        .as("seed %d: %s", seed, invalid)
                        .isTrue();
                refused++;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + ": " + e.getMessage() + "\n"
                                + Outline.of(TracedWorkflow.of(new RandomWorkflow(seed, SIZE))
                                        .graph()),
                        e);
            }
        });

        assertThat(compared).as("places that were looked at").isGreaterThan(10 * (int) seeds().count());
    }

    private void checkPlace(ActionId id, InputLocation place, ActionInputs inputs, JsonNode given) {
        Optional<JsonNode> there = inputs.value(place);
        if (there.isPresent()) {
            JsonNode part = part(given, place.part());
            assertThat(SameJson.is(there.get(), part))
                    .as("%s received %s, but %s has %s", id, part, place, there.get())
                    .isTrue();
            compared++;
        } else {
            assertThat(place.source()).as("%s of %s", place, id).isIn(Source.RESULTS, Source.WHEN, Source.STEPS);
        }
    }

    /** Follows a position such as {@code left.list[3]}. */
    private static JsonNode part(JsonNode json, String part) {
        JsonNode at = json;
        for (String step : part.split("[.\\[]", -1)) {
            if (step.endsWith("]")) {
                at = at.get(Integer.parseInt(step.substring(0, step.length() - 1)));
            } else if (!step.isEmpty()) {
                at = at.get(step);
            }
        }
        return at;
    }

    private static Map<ActionId, RunAction> actions(TestCloud cloud, String run) {
        Map<ActionId, RunAction> actions = new HashMap<>();
        ActionQuery query = ActionQuery.all(ActionQuery.MOST);
        for (Optional<ActionQuery> next = Optional.of(query); next.isPresent(); ) {
            RunPage<RunAction> page = cloud.runs().actions(run, next.get());
            page.items().forEach(action -> actions.put(id(action.node(), action.path()), action));
            next = page.next().map(query::after);
        }
        return actions;
    }

    private static ActionId id(String node, String path) {
        return new ActionId(node, indexes(path));
    }

    private static List<Long> indexes(String path) {
        return path.isEmpty()
                ? List.of()
                : Arrays.stream(path.split("\\.", -1)).map(Long::valueOf).toList();
    }

    /**
     * Checks why an action with a result is computed again: its input has a computed result, or the list of its item
     * was computed.
     *
     * @param again the actions that the rerun did not adopt
     */
    private record Reasons(RunGraph graph, Set<ActionId> again) {

        boolean has(RunAction action) {
            List<Long> path = indexes(action.path());
            return action.input().stream()
                            .flatMap(Reasons::withInitial)
                            // An index depends on the list of its fan-out, and not on the actions of the items.
                            .anyMatch(place -> isComputed(
                                    place.source() == Source.INDEX ? graph.inspectedNode(place.node()) : place.node(),
                                    indexes(place.path())))
                    || followsComputed(action.node(), path)
                    || readsComputedChain(action.node(), path)
                    || (graph.node(action.node()).orElseThrow().kind() == Kind.SUB_RUN
                            && readsComputedChain(graph.inspectedNode(action.node()), path))
                    || readsComputedItems(action.node(), path)
                    || graph.fanOuts(action.node()).stream()
                            .filter(fanOut -> graph.node(fanOut).orElseThrow().kind() == Kind.FAN_OUT)
                            .anyMatch(fanOut -> isComputed(graph.inspectedNode(fanOut), path))
                    || isUndone(action.node(), path);
        }

        /** Returns a place and those of the initial value, which a fold over an empty list returns. */
        private static Stream<InputLocation> withInitial(InputLocation place) {
            return Stream.concat(Stream.of(place), place.initial().stream().flatMap(Reasons::withInitial));
        }

        /** Returns whether the action is before or in a cleanup that follows computed steps. */
        private boolean isUndone(String node, List<Long> path) {
            Optional<Vertex> outer = graph.node(node).flatMap(inner -> graph.node(inner.in()));
            return outer.isPresent()
                    && ((outer.get().kind() == Kind.ENSURE
                                    && isComputed(outer.get().id(), path))
                            || isUndone(outer.get().id(), path));
        }

        /**
         * Returns whether the action reads the last value of a fold or loop in which an action is computed: the items
         * or rounds after that one are computed, whether it had such or not.
         */
        private boolean readsComputedChain(String node, List<Long> path) {
            return graph.dependencies(node).stream()
                    .filter(edge -> edge.kind().equals("all"))
                    .flatMap(edge -> graph.fanOuts(edge.from()).stream())
                    .filter(chain -> graph.isChain(chain) && graph.depth(chain) <= path.size())
                    .anyMatch(chain -> graph.nodes().stream()
                            .filter(inner -> graph.isInside(inner.id(), chain))
                            .anyMatch(inner -> again.stream()
                                    .anyMatch(id -> isOf(id, inner.id(), path.subList(0, graph.depth(chain))))));
        }

        /**
         * Returns whether the action reads the results of a tolerant fan-out in which an action is computed: any action
         * of an item can fail it.
         */
        private boolean readsComputedItems(String node, List<Long> path) {
            return graph.dependencies(node).stream()
                    .filter(edge -> edge.kind().equals("all"))
                    .map(edge -> graph.fanOuts(edge.from()))
                    .map(around -> graph.node(around.get(around.size() - 1)).orElseThrow())
                    .filter(Vertex::tolerant)
                    .flatMap(fanOut -> graph.callsThatFail(fanOut).stream())
                    .anyMatch(inner -> again.stream().anyMatch(id -> isOf(id, inner.id(), path)));
        }

        /** Returns whether an action of an earlier item of the same fold is computed. */
        private boolean followsComputed(String node, List<Long> path) {
            for (String fanOut : graph.fanOuts(node)) {
                int depth = graph.depth(fanOut);
                if (graph.isChain(fanOut)
                        && again.stream()
                                .anyMatch(id -> graph.fanOuts(id.node()).contains(fanOut)
                                        && id.path().subList(0, depth).equals(path.subList(0, depth))
                                        && id.path().get(depth) < path.get(depth))) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Returns the action of the node with these indexes, with a prefix of them, or any action of which they are a
         * prefix.
         */
        private boolean isComputed(String node, List<Long> path) {
            Optional<Vertex> vertex = graph.node(node);
            if (vertex.isEmpty()) {
                return false;
            }
            List<String> sources = new ArrayList<>();
            if (vertex.get().kind() == Kind.CALL) {
                if (again.stream().anyMatch(id -> isOf(id, node, path))) {
                    return true;
                }
                // A fan-out without items, and an action that was not reached, depend on their own sources and the
                // list.
                graph.fanOuts(node).stream()
                        .filter(fanOut -> graph.depth(fanOut) >= path.size())
                        .flatMap(fanOut -> graph.dependencies(fanOut).stream())
                        .map(Edge::from)
                        .forEach(sources::add);
            } else {
                graph.nodesIn(node).stream().map(Vertex::id).forEach(sources::add);
            }
            graph.dependencies(node).stream()
                    .filter(edge -> !edge.isCleanup())
                    .map(Edge::from)
                    .forEach(sources::add);
            return sources.stream().anyMatch(source -> isComputed(source, path));
        }

        private static boolean isOf(ActionId id, String node, List<Long> path) {
            int length = Math.min(id.path().size(), path.size());
            return id.node().equals(node) && id.path().subList(0, length).equals(path.subList(0, length));
        }
    }
}
