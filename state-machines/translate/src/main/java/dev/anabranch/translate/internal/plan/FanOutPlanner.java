package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.runtime.internal.wire.RecordKey;
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

/** Decides up to which width each fan-out runs inline, and how it is cut into shards beyond that. */
final class FanOutPlanner {

    /**
     * A Map Run takes about seven seconds beside its work (https://repost.aws/questions/QUn5oKgcnjRTemt39V9hdtyw), in which 40
     * inline iterations of a second each are through 280 items.
     */
    static final int INLINE_WIDTH = 7 * StepFunctionsQuotas.INLINE_CONCURRENCY;

    /** Events around a Choice, Pass or Parallel state, and around a Map state. */
    private static final int STATE_EVENTS = 4;

    /** Events around an iteration. */
    private static final int ITERATION_EVENTS = 2;

    private final Map<String, FanOutPlan> plans = new LinkedHashMap<>();

    private final Target target;
    private final Map<String, Integer> atOnce;

    private FanOutPlanner(Target target, Map<String, Integer> atOnce) {
        this.target = target;
        this.atOnce = atOnce;
    }

    /**
     * Plans the fan-outs of a graph.
     *
     * @param atOnce the concurrency of each, see {@link ConcurrencyPlanner}
     */
    static Map<String, FanOutPlan> of(Scope root, Target target, Map<String, Integer> atOnce) {
        FanOutPlanner widths = new FanOutPlanner(target, atOnce);
        int events = StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS;
        widths.share(root, events, events);
        return widths.plans;
    }

    /**
     * Shares a scope's history events among its fan-outs.
     *
     * @param inline what one pass through the scope may write where it is inline in its execution
     * @param child what it may write where it is in a child execution
     */
    private void share(Scope scope, int inline, int child) {
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
                + (batch > 1 ? records(batch) * (ITERATION_EVENTS + WorstCase.FAILURE_EVENTS) : 0);
        int depth = depth(fanOut.body());
        int byHistory = width(events, iteration, depth);
        int concurrency = Objects.requireNonNull(atOnce.get(fanOut.id()));
        boolean wide = concurrency > StepFunctionsQuotas.INLINE_CONCURRENCY;
        int inlineWidth = batch * (wide ? Math.min(INLINE_WIDTH, byHistory) : byHistory);
        boolean promised = fanOut.options().atMost().isPresent()
                && fanOut.options().atMost().getAsLong() <= inlineWidth;
        Shard wanted = shard(fanOut, concurrency, iteration, depth);
        Shard shard = promised ? WidthPromises.single(wanted, concurrency) : wanted;
        plans.put(
                fanOut.id(),
                new FanOutPlan(
                        concurrency,
                        inlineWidth,
                        Math.min(concurrency, StepFunctionsQuotas.INLINE_CONCURRENCY),
                        Optional.of(shard),
                        reason(inlineWidth, batch * byHistory, iteration)));
        int perItem = events / Math.max(1, inlineWidth);
        int perShardItem = (StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS) / shard.batch();
        share(fanOut.body(), perItem, perShardItem);
    }

    /** The most records that a batch shares: one for each block of indexes that it touches. */
    private static int records(int batch) {
        return (batch + RecordKey.BLOCK - 2) / RecordKey.BLOCK + 1;
    }

    /** How many iterations fit, where the body's own fan-outs shall get as much of the width as this one. */
    private static int width(int events, int iteration, int depth) {
        double fit = (double) events / iteration;
        return (int) Math.floor(depth <= 1 ? fit : Math.pow(fit, 1.0 / depth));
    }

    private static String reason(int width, int byHistory, int iteration) {
        if (width < byHistory) {
            return "Up to " + width + " items, 40 at once, are through before a Map Run has started.";
        }
        return "An item can write " + iteration + " history events, so " + width
                + " fit into this fan-out's share of the execution's 25,000.";
    }

    private Shard shard(Node.FanOut fanOut, int concurrency, int iteration, int depth) {
        if (!target.hasItemBatcher()) {
            return new Shard(
                    false,
                    1,
                    1,
                    Math.min(StepFunctionsQuotas.CHILD_CONCURRENCY, concurrency),
                    "LocalStack can neither batch items nor run Express children, so each item is a Standard execution.");
        }
        int byHistory = Math.max(
                1, width(StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS, iteration, depth));
        int available = StepFunctionsQuotas.EXPRESS_SECONDS - PlanMargins.EXPRESS_RESERVE_SECONDS;
        OptionalDouble item = seconds(fanOut.body());
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
                            "%s takes at most %.0f s with all retries, so a shard of %d ends within the 5 minutes of an"
                                    + " Express execution.",
                            what,
                            item.getAsDouble(),
                            inner * waves));
        }
        int units = Math.min(byHistory, StepFunctionsQuotas.INLINE_CONCURRENCY);
        int inner = inner(concurrency, units);
        String reason = item.isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s can take %.0f s with all retries, more than the %d s that a shard has in the 5 minutes of an"
                                + " Express execution; a shorter timeout or fewer retries make it cheaper.",
                        what,
                        item.getAsDouble(),
                        available)
                : "The body fans out itself, to a width that is not known, which Express executions cannot.";
        return new Shard(false, units * fanOut.options().batch(), inner, outer(concurrency, inner), reason);
    }

    /** The most items at once inside a child, at most as many as that, with which nine tenths of the concurrency are used. */
    private static int inner(int concurrency, int most) {
        for (int inner = Math.min(concurrency, most); inner > 1; inner--) {
            if (inner * outer(concurrency, inner) * 10 >= concurrency * 9) {
                return inner;
            }
        }
        return 1;
    }

    /** Children at once. */
    private static int outer(int concurrency, int inner) {
        return Math.min(StepFunctionsQuotas.CHILD_CONCURRENCY, concurrency / inner);
    }

    /** The longest that one pass through a scope can take; empty where it fans out itself. */
    private static OptionalDouble seconds(Scope scope) {
        double total = 0;
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Call call) {
                total += WorstCase.seconds(call);
            } else if (node instanceof Node.When when) {
                OptionalDouble then = seconds(when.then());
                OptionalDouble otherwise = seconds(when.otherwise());
                if (then.isEmpty() || otherwise.isEmpty()) {
                    return OptionalDouble.empty();
                }
                total += Math.max(then.getAsDouble(), otherwise.getAsDouble());
            } else {
                return OptionalDouble.empty();
            }
        }
        return OptionalDouble.of(total);
    }

    /** Events of one pass through a scope, without what its fan-outs' iterations write. */
    private static int fixedEvents(Scope scope) {
        int events = STATE_EVENTS;
        for (Node node : scope.nodes()) {
            if (node instanceof Node.Call call) {
                events += WorstCase.events(call) + STATE_EVENTS;
            } else if (node instanceof Node.When when) {
                events += STATE_EVENTS + Math.max(fixedEvents(when.then()), fixedEvents(when.otherwise()));
            } else {
                events += 2 * STATE_EVENTS;
            }
        }
        return events;
    }

    /** The fan-outs of a scope, also those in its conditionals. */
    private static List<Node.FanOut> fanOuts(Scope scope) {
        List<Node.FanOut> found = new ArrayList<>();
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                found.add(fanOut);
            } else if (node instanceof Node.When when) {
                found.addAll(fanOuts(when.then()));
                found.addAll(fanOuts(when.otherwise()));
            }
        }
        return found;
    }

    /** How many fan-outs are in each other, counting the one whose body this is. */
    private static int depth(Scope body) {
        return 1
                + fanOuts(body).stream()
                        .mapToInt(inner -> depth(inner.body()))
                        .max()
                        .orElse(0);
    }
}
