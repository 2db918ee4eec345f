package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.runtime.internal.action.FirstSuccesses;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/** Plans up to which width each fan-out runs inline, and how larger lists are divided into shards. */
final class FanOutPlanner {

    /** The overhead of a Map Run, in seconds: https://repost.aws/questions/QUn5oKgcnjRTemt39V9hdtyw. */
    private static final int MAP_RUN_SECONDS = 7;

    /** In the time in which a Map Run starts, 40 parallel inline iterations of one second each complete 280 items. */
    static final int INLINE_WIDTH = MAP_RUN_SECONDS * StepFunctionsQuotas.INLINE_CONCURRENCY;

    /** The history events of a Choice, Pass, Parallel or Map state itself. */
    private static final int STATE_EVENTS = 4;

    /** The history events of an iteration itself. */
    private static final int ITERATION_EVENTS = 2;

    private final Map<String, FanOutPlan> plans = new LinkedHashMap<>();

    private final Target target;
    private final Map<String, ExecutionOrder> orders;
    private final Map<String, Integer> concurrencies;

    private FanOutPlanner(Target target, Map<String, ExecutionOrder> orders, Map<String, Integer> concurrencies) {
        this.target = target;
        this.orders = orders;
        this.concurrencies = concurrencies;
    }

    /**
     * Plans the fan-outs of a graph.
     *
     * @param orders the order of each scope, by name
     * @param concurrencies the concurrency of each fan-out, by id: see {@link ConcurrencyPlanner}
     */
    static Map<String, FanOutPlan> of(
            Graph graph, Target target, Map<String, ExecutionOrder> orders, Map<String, Integer> concurrencies) {
        FanOutPlanner planner = new FanOutPlanner(target, orders, concurrencies);
        int onFailure = graph.onFailure().map(WorstCase::events).orElse(0);
        int events = StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS - onFailure;
        planner.share(graph.root(), events, events);
        return planner.plans;
    }

    /**
     * Divides the history events of a scope among its fan-outs.
     *
     * @param inline how many events one pass through the scope may write in an inline Map
     * @param child how many events it may write in a child execution
     */
    private void share(Scope scope, int inline, int child) {
        for (Node.Repeat repeat : repeats(scope)) {
            int events = StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS;
            int round = (int) (events / RepeatPlan.of(repeat).rounds()) - RepeatPlan.ROUND_EVENTS;
            share(repeat.round(), round, round);
        }
        List<Node.FanOut> fanOuts = fanOuts(scope);
        if (fanOuts.isEmpty()) {
            return;
        }
        int fixed = fixedEvents(scope);
        int events = Math.max(0, Math.min(inline, child) - fixed) / fanOuts.size();
        fanOuts.forEach(fanOut -> plan(fanOut, events));
    }

    private void plan(Node.FanOut fanOut, int events) {
        int batch = fanOut.options().batch();
        int iteration = ITERATION_EVENTS
                + fixedEvents(fanOut.body())
                + (batch > 1 ? records(batch) * (ITERATION_EVENTS + WorstCase.FAILURE_EVENTS) : 0)
                + earlyEndEvents(fanOut)
                + (StopCalls.isNeededForItem(fanOut) ? StopCalls.EVENTS : 0);
        int depth = depth(fanOut.body());
        int byHistory = width(events, iteration, depth);
        int concurrency = Objects.requireNonNull(concurrencies.get(fanOut.id()));
        boolean wide = concurrency > StepFunctionsQuotas.INLINE_CONCURRENCY;
        boolean waits = waits(fanOut.body());
        int inlineWidth = batch
                * (wide
                        ? Math.min(waits ? StepFunctionsQuotas.INLINE_CONCURRENCY : INLINE_WIDTH, byHistory)
                        : byHistory);
        boolean promised = fanOut.options().atMost().isPresent()
                && fanOut.options().atMost().getAsLong() <= inlineWidth;
        Shard unpromised = shard(fanOut, concurrency, iteration, depth);
        Shard shard = promised ? WidthPromises.single(unpromised, concurrency) : unpromised;
        plans.put(
                fanOut.id(),
                new FanOutPlan(
                        concurrency,
                        inlineWidth,
                        Math.min(concurrency, StepFunctionsQuotas.INLINE_CONCURRENCY),
                        Optional.of(shard),
                        reason(inlineWidth, batch * byHistory, iteration, waits)));
        int perItem = events / Math.max(1, inlineWidth);
        int perShardItem = (StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS) / shard.batch();
        share(fanOut.body(), perItem, perShardItem);
    }

    /** Returns the history events of counting an item of a fan-out that can end early. */
    private static int earlyEndEvents(Node.FanOut fanOut) {
        if (!fanOut.options().canEndEarly()) {
            return 0;
        }
        // A further state marks the failure as final.
        return WorstCase.EARLY_END_EVENTS
                + WorstCase.FAILURE_EVENTS * records(fanOut.options().batch());
    }

    /** Returns the largest number of records of a batch: one for each block of indexes that it overlaps. */
    private static int records(int batch) {
        return (batch + RecordKey.BLOCK - 2) / RecordKey.BLOCK + 1;
    }

    /** Returns how many iterations fit into the events, if nested fan-outs get the same width as this one. */
    private static int width(int events, int iteration, int depth) {
        double fit = (double) events / iteration;
        return (int) Math.floor(depth <= 1 ? fit : Math.pow(fit, 1.0 / depth));
    }

    private static String reason(int width, int byHistory, int iteration, boolean waits) {
        if (width < byHistory && waits) {
            return "Its items wait, and further items would wait until one of these has ended.";
        }
        if (width < byHistory) {
            return "A Map Run would take longer to start than " + width + (width == 1 ? " item takes" : " items take")
                    + " inline.";
        }
        return "An item can write " + iteration + " history events, so at most " + width
                + (width == 1 ? " item fits" : " items fit")
                + " into this fan-out's share of the 25,000 events of an execution.";
    }

    private Shard shard(Node.FanOut fanOut, int concurrency, int iteration, int depth) {
        if (!target.hasItemBatcher()) {
            return new Shard(
                    false,
                    1,
                    1,
                    Math.min(StepFunctionsQuotas.CHILD_CONCURRENCY, concurrency),
                    "LocalStack supports neither batches of items nor Express children, so each item runs in its own Standard"
                            + " execution.");
        }
        int byHistory = Math.max(
                1, width(StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS, iteration, depth));
        int available = StepFunctionsQuotas.EXPRESS_SECONDS - PlanMargins.EXPRESS_RESERVE_SECONDS;
        OptionalDouble item = seconds(fanOut);
        String what = fanOut.options().batch() > 1 ? "A batch" : "An item";
        if (item.isPresent() && item.getAsDouble() <= available) {
            int inner = inner(concurrency, StepFunctionsQuotas.INLINE_CONCURRENCY);
            int waves = Math.max(1, Math.min(StepFunctionsQuotas.INLINE_CONCURRENCY / inner, (int)
                    (available / item.getAsDouble())));
            return new Shard(
                    true,
                    inner * waves * fanOut.options().batch(),
                    inner,
                    outer(concurrency, inner),
                    String.format(
                            Locale.ROOT,
                            "%s takes at most %.0f s with all retries, so a child with %d completes within the 5 minutes of"
                                    + " an Express execution.",
                            what,
                            item.getAsDouble(),
                            inner * waves));
        }
        int units = Math.min(byHistory, StepFunctionsQuotas.INLINE_CONCURRENCY);
        int inner = inner(concurrency, units);
        String reason = has(Node.SubRun.class, fanOut.body())
                ? what + " waits for a run of another workflow, which an Express execution cannot."
                : has(Node.Await.class, fanOut.body())
                        ? what + " waits for an answer, which an Express execution cannot."
                        : repeatsInChildren(fanOut.body())
                                ? "The rounds of a loop run in child executions, which an Express execution cannot start."
                                : item.isPresent() && !Double.isFinite(item.getAsDouble())
                                        ? what
                                                + " can wait for a time that is known only at run time, which can exceed the 5 minutes of an"
                                                + " Express execution. A wait for a constant duration that is shorter costs less."
                                        : item.isPresent()
                                                ? String.format(
                                                        Locale.ROOT,
                                                        waits(fanOut.body())
                                                                ? "%s can take %.0f s with all retries and waits, but an Express execution has only %d s"
                                                                        + " for it. Shorter waits and timeouts or fewer retries reduce the cost."
                                                                : "%s can take %.0f s with all retries, but an Express execution has only %d s for it. A"
                                                                        + " shorter timeout or fewer retries reduce the cost.",
                                                        what,
                                                        item.getAsDouble(),
                                                        available)
                                                : "The body has a fan-out of unknown width, which does not fit into an Express execution.";
        return new Shard(false, units * fanOut.options().batch(), inner, outer(concurrency, inner), reason);
    }

    /**
     * Returns the largest number of parallel items per child, up to {@code most}, that uses at least 90 % of the
     * concurrency.
     */
    private static int inner(int concurrency, int most) {
        for (int inner = Math.min(concurrency, most); inner > 1; inner--) {
            if (inner * outer(concurrency, inner) * 10 >= concurrency * 9) {
                return inner;
            }
        }
        return 1;
    }

    /** Returns the number of parallel children. */
    private static int outer(int concurrency, int inner) {
        return Math.min(StepFunctionsQuotas.CHILD_CONCURRENCY, concurrency / inner);
    }

    private static boolean has(Class<? extends Node> kind, Scope scope) {
        return scope.nodes().stream()
                .anyMatch(
                        node -> kind.isInstance(node) || node.scopes().stream().anyMatch(inner -> has(kind, inner)));
    }

    /** Returns whether a pass through a scope may wait for longer than a Map Run takes to start. */
    private static boolean waits(Scope scope) {
        return scope.nodes().stream()
                .anyMatch(node -> node instanceof Node.Await
                        || (node instanceof Node.Repeat repeat && repeat.everySeconds() >= MAP_RUN_SECONDS)
                        || node instanceof Node.SubRun
                        || (node instanceof Node.Wait wait && wait.seconds().orElse(Long.MAX_VALUE) >= MAP_RUN_SECONDS)
                        || node.scopes().stream().anyMatch(FanOutPlanner::waits));
    }

    /** Returns the longest duration of one item of a fan-out: see {@link #seconds(ExecutionOrder)}. */
    private OptionalDouble seconds(Node.FanOut fanOut) {
        OptionalDouble body = seconds(Plan.body(fanOut));
        return body.isPresent() && fanOut.options().canEndEarly()
                ? OptionalDouble.of(body.getAsDouble() + WorstCase.EARLY_END_SECONDS)
                : body;
    }

    /** Returns the longest duration of one pass through the scope with this name: see {@link #seconds(ExecutionOrder)}. */
    private OptionalDouble seconds(String scope) {
        return seconds(Objects.requireNonNull(orders.get(scope), scope));
    }

    /**
     * Returns the longest duration of one pass through a scope or a part of it, in seconds; empty if it has a fan-out,
     * infinite if it waits for a time that is known only at run time.
     */
    private OptionalDouble seconds(ExecutionOrder order) {
        return order.accept(new ExecutionOrder.Visitor<>() {
            @Override
            public OptionalDouble step(ExecutionOrder.Step step) {
                return seconds(step.node());
            }

            @Override
            public OptionalDouble inSequence(ExecutionOrder.InSequence sequence) {
                return seconds(sequence.parts(), Double::sum);
            }

            @Override
            public OptionalDouble inParallel(ExecutionOrder.InParallel parallel) {
                return seconds(parallel.branches(), Math::max);
            }
        });
    }

    private OptionalDouble seconds(List<ExecutionOrder> parts, DoubleBinaryOperator combined) {
        double total = 0;
        for (ExecutionOrder part : parts) {
            OptionalDouble seconds = seconds(part);
            if (seconds.isEmpty()) {
                return seconds;
            }
            total = combined.applyAsDouble(total, seconds.getAsDouble());
        }
        return OptionalDouble.of(total);
    }

    private OptionalDouble seconds(Node node) {
        if (node instanceof Node.Call call) {
            return OptionalDouble.of(WorstCase.seconds(call));
        }
        if (node instanceof Node.Wait wait) {
            return OptionalDouble.of(WorstCase.seconds(wait.timer())
                    + (wait.seconds().isPresent() ? wait.seconds().getAsLong() : Double.POSITIVE_INFINITY));
        }
        if (node instanceof Node.Await || node instanceof Node.SubRun) {
            return OptionalDouble.of(Double.POSITIVE_INFINITY);
        }
        if (node instanceof Node.Repeat repeat) {
            OptionalDouble body = seconds(Plan.body(repeat));
            OptionalDouble until = seconds(Plan.until(repeat));
            return body.isEmpty() || until.isEmpty() || RepeatPlan.of(repeat).inChildren()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(repeat.atMost().orElseThrow()
                            * (body.getAsDouble() + until.getAsDouble() + repeat.everySeconds()));
        }
        if (node instanceof Node.When when) {
            OptionalDouble then = seconds(Plan.branch(when, true));
            OptionalDouble otherwise = seconds(Plan.branch(when, false));
            return then.isEmpty() || otherwise.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.max(then.getAsDouble(), otherwise.getAsDouble()));
        }
        if (node instanceof Node.Guard guard) {
            OptionalDouble body = seconds(Plan.body(guard));
            OptionalDouble cleanup = guard.isAttempt() ? OptionalDouble.of(0) : seconds(Plan.cleanup(guard));
            return body.isEmpty() || cleanup.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(body.getAsDouble()
                            + cleanup.getAsDouble()
                            + guard.scopes().size() * WorstCase.FAILURE_SECONDS);
        }
        return OptionalDouble.empty();
    }

    /** Returns the history events of one pass through a scope, without the iterations of its fan-outs. */
    static int fixedEvents(Scope scope) {
        int events = STATE_EVENTS;
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Call call) {
                int calls = call.task().className().equals(FirstSuccesses.class.getName()) ? 2 : 1;
                // A rerun also calls it before the fan-out.
                events += calls * (WorstCase.events(call) + STATE_EVENTS);
            } else if (node instanceof Node.Wait wait) {
                events += WorstCase.events(wait.timer()) + 2 * STATE_EVENTS;
            } else if (node instanceof Node.Await await) {
                events += STATE_EVENTS
                        + await.starting()
                                .map(start -> WorstCase.events(start) + WorstCase.CALLBACK_EVENTS)
                                .orElse(WorstCase.AWAIT_EVENTS);
            } else if (node instanceof Node.Repeat repeat) {
                events += RepeatPlan.of(repeat).events();
            } else if (node instanceof Node.SubRun run) {
                events += WorstCase.SUB_RUN_EVENTS + WorstCase.events(run.end()) + 2 * STATE_EVENTS;
            } else if (node instanceof Node.When when) {
                events += STATE_EVENTS + Math.max(fixedEvents(when.then()), fixedEvents(when.otherwise()));
            } else if (node instanceof Node.Guard guard) {
                events += WorstCase.FAILURE_EVENTS + 2 * STATE_EVENTS;
                for (Scope inner : guard.scopes()) {
                    events += fixedEvents(inner)
                            + STATE_EVENTS
                            + (StopCalls.isNeeded(inner)
                                    ? StopCalls.EVENTS
                                    : inner.awaits().size() * WorstCase.FAILURE_EVENTS);
                }
            } else {
                events += 2 * STATE_EVENTS + (StopCalls.isNeededAtEnd((Node.FanOut) node) ? StopCalls.EVENTS : 0);
            }
        }
        return events;
    }

    /** Returns the fan-outs of a scope, including those in its conditionals. */
    static List<Node.FanOut> fanOuts(Scope scope) {
        List<Node.FanOut> found = new ArrayList<>();
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                found.add(fanOut);
            } else if (node instanceof Node.When when) {
                found.addAll(fanOuts(when.then()));
                found.addAll(fanOuts(when.otherwise()));
            } else if (node instanceof Node.Guard guard) {
                guard.scopes().forEach(inner -> found.addAll(fanOuts(inner)));
            }
        }
        return found;
    }

    /** Returns the loops of a scope, including those in its conditionals. */
    private static List<Node.Repeat> repeats(Scope scope) {
        List<Node.Repeat> found = new ArrayList<>();
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Repeat repeat) {
                found.add(repeat);
            } else if (node instanceof Node.When when) {
                found.addAll(repeats(when.then()));
                found.addAll(repeats(when.otherwise()));
            } else if (node instanceof Node.Guard guard) {
                guard.scopes().forEach(inner -> found.addAll(repeats(inner)));
            }
        }
        return found;
    }

    private static boolean repeatsInChildren(Scope scope) {
        return scope.nodes().stream()
                .anyMatch(node -> (node instanceof Node.Repeat repeat
                                && RepeatPlan.of(repeat).inChildren())
                        || node.scopes().stream().anyMatch(FanOutPlanner::repeatsInChildren));
    }

    /** Returns the depth of nested fan-outs, including the one with this body. */
    private static int depth(Scope body) {
        return 1
                + fanOuts(body).stream()
                        .mapToInt(inner -> depth(inner.body()))
                        .max()
                        .orElse(0);
    }
}
