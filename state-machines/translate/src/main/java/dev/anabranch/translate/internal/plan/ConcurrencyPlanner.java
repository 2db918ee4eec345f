package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Divides the functions that an account may have at once among a workflow's fan-outs, because what is in each other multiplies and what
 * is side by side adds up. Beyond the quota Lambda refuses, and an item that is refused for half a minute fails. A fan-out that was told
 * its concurrency has that; the others share what is left, so that defaults alone never exceed the quota.
 */
final class ConcurrencyPlanner {

    /** Stands for as many as the platform gives. */
    private static final int UNBOUNDED = 1_000_000;

    private final Map<String, ExecutionOrder> shapes;
    private final Map<String, Integer> atOnce = new LinkedHashMap<>();

    private ConcurrencyPlanner(Map<String, ExecutionOrder> shapes) {
        this.shapes = shapes;
    }

    /** Invocations at once, or passes through its body, of each fan-out by its id: 1 or more. */
    static Map<String, Integer> of(Map<String, ExecutionOrder> shapes) {
        ConcurrencyPlanner concurrency = new ConcurrencyPlanner(shapes);
        concurrency.divide(concurrency.scope(Plan.ROOT), LambdaQuotas.CONCURRENCY);
        return concurrency.atOnce;
    }

    private ExecutionOrder scope(String name) {
        ExecutionOrder shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalStateException("The scope `" + name + "` is not laid out.");
        }
        return shape;
    }

    private ExecutionOrder body(Node.FanOut fanOut) {
        return scope(Plan.body(fanOut));
    }

    // ------------------------------------------------------------------------------------------------ dividing

    private void divide(ExecutionOrder shape, int budget) {
        if (shape instanceof ExecutionOrder.Step step) {
            divide(step.node(), budget);
        } else if (shape instanceof ExecutionOrder.InOrder inOrder) {
            inOrder.parts().forEach(part -> divide(part, budget));
        } else if (shape instanceof ExecutionOrder.SideBySide sideBySide) {
            int[] shares = shares(sideBySide.branches(), budget);
            for (int i = 0; i < shares.length; i++) {
                divide(sideBySide.branches().get(i), shares[i]);
            }
        }
    }

    private void divide(Node node, int budget) {
        if (node instanceof Node.When when) {
            divide(scope(Plan.side(when, true)), budget);
            divide(scope(Plan.side(when, false)), budget);
        } else if (node instanceof Node.FanOut fanOut) {
            int own = asked(fanOut) > 0 ? asked(fanOut) : share(fanOut, budget);
            atOnce.put(fanOut.id(), own);
            divide(body(fanOut), Math.max(1, budget / Math.min(own, promised(fanOut))));
        }
    }

    /** What is left by concurrencies that were asked for, divided evenly among the fan-outs in each other that share it. */
    private int share(Node.FanOut fanOut, int budget) {
        ExecutionOrder body = body(fanOut);
        double left = (double) budget / least(body);
        int even = (int) (Math.pow(left, 1.0 / (1 + sharing(body))) + 1e-9);
        return Math.max(1, Math.max(even, budget / most(body)));
    }

    /** Each branch gets as much as any other, unless it needs more or cannot use that much. */
    private int[] shares(List<ExecutionOrder> branches, int budget) {
        int[] shares = new int[branches.size()];
        int left = budget;
        int open = shares.length;
        boolean settled = false;
        while (open > 0 && !settled) {
            int even = Math.max(1, left / open);
            settled = true;
            for (int i = 0; i < shares.length; i++) {
                int fixed = Math.max(least(branches.get(i)), Math.min(even, most(branches.get(i))));
                if (shares[i] == 0 && fixed != even) {
                    shares[i] = fixed;
                    left -= fixed;
                    open--;
                    settled = false;
                }
            }
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = shares[i] > 0 ? shares[i] : Math.max(1, left / open);
        }
        return shares;
    }

    // ------------------------------------------------------------------------------------------------ needs

    /** How many functions a shape has at once where all who share get as little as can be. */
    private int least(ExecutionOrder shape) {
        return atOnce(shape, fanOut -> Math.max(1, Math.min(asked(fanOut), promised(fanOut))));
    }

    /** How many it could use. */
    private int most(ExecutionOrder shape) {
        return atOnce(shape, fanOut -> Math.min(asked(fanOut) > 0 ? asked(fanOut) : UNBOUNDED, promised(fanOut)));
    }

    private int atOnce(ExecutionOrder shape, ToIntFunction<Node.FanOut> own) {
        long functions = 1;
        if (shape instanceof ExecutionOrder.Step step && step.node() instanceof Node.FanOut fanOut) {
            functions = (long) own.applyAsInt(fanOut) * atOnce(body(fanOut), own);
        } else if (shape instanceof ExecutionOrder.Step step && step.node() instanceof Node.When when) {
            functions = Math.max(atOnce(scope(Plan.side(when, true)), own), atOnce(scope(Plan.side(when, false)), own));
        } else if (shape instanceof ExecutionOrder.InOrder inOrder) {
            functions = inOrder.parts().stream()
                    .mapToInt(part -> atOnce(part, own))
                    .max()
                    .orElse(1);
        } else if (shape instanceof ExecutionOrder.SideBySide sideBySide) {
            functions = sideBySide.branches().stream()
                    .mapToLong(branch -> atOnce(branch, own))
                    .sum();
        }
        return (int) Math.min(UNBOUNDED, functions);
    }

    /** How many fan-outs in each other share, at most. */
    private int sharing(ExecutionOrder shape) {
        if (shape instanceof ExecutionOrder.Step step && step.node() instanceof Node.FanOut fanOut) {
            return (asked(fanOut) > 0 ? 0 : 1) + sharing(body(fanOut));
        }
        if (shape instanceof ExecutionOrder.Step step && step.node() instanceof Node.When when) {
            return Math.max(sharing(scope(Plan.side(when, true))), sharing(scope(Plan.side(when, false))));
        }
        List<ExecutionOrder> parts = shape instanceof ExecutionOrder.InOrder inOrder
                ? inOrder.parts()
                : shape instanceof ExecutionOrder.SideBySide sideBySide ? sideBySide.branches() : List.of();
        return parts.stream().mapToInt(this::sharing).max().orElse(0);
    }

    /** Invocations at once such that no more items are under way than was asked for; 0 where nothing was asked for. */
    private static int asked(Node.FanOut fanOut) {
        FanOutOptions options = fanOut.options();
        return options.concurrency().isEmpty()
                ? 0
                : Math.max(1, options.concurrency().getAsInt() / options.threadsAtOnce());
    }

    /** The most invocations that a promised width takes. */
    private static int promised(Node.FanOut fanOut) {
        FanOutOptions options = fanOut.options();
        long items = options.atMost().orElse(UNBOUNDED);
        return (int) Math.max(1, Math.min(UNBOUNDED, (items + options.batch() - 1) / options.batch()));
    }
}
