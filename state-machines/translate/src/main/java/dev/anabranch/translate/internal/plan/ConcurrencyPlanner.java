package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Divides the account's concurrent functions among the fan-outs of a workflow. The concurrencies of nested fan-outs
 * multiply, and those of parallel fan-outs add up. Lambda throttles invocations beyond the quota, and an item that is
 * throttled for about half a minute fails. A fan-out with a requested concurrency keeps it; the others share the rest,
 * so that defaults alone never exceed the quota.
 */
final class ConcurrencyPlanner {

    /** A concurrency without a bound. */
    private static final int UNBOUNDED = 1_000_000;

    private final Map<String, ExecutionOrder> orders;
    private final Map<String, Integer> concurrencies = new LinkedHashMap<>();

    private ConcurrencyPlanner(Map<String, ExecutionOrder> orders) {
        this.orders = orders;
    }

    /**
     * Returns how many invocations, or passes through its body, each fan-out may run in parallel, by id. At least 1.
     */
    static Map<String, Integer> of(Map<String, ExecutionOrder> orders) {
        ConcurrencyPlanner planner = new ConcurrencyPlanner(orders);
        planner.divide(planner.scope(Plan.ROOT), LambdaQuotas.CONCURRENCY);
        return planner.concurrencies;
    }

    private ExecutionOrder scope(String name) {
        ExecutionOrder order = orders.get(name);
        if (order == null) {
            throw new IllegalStateException("The scope `" + name + "` has no execution order.");
        }
        return order;
    }

    /** Returns the orders of the scopes of a guard, which run one after the other. */
    private List<ExecutionOrder> scopes(Node.Guard guard) {
        ExecutionOrder body = scope(Plan.body(guard));
        return guard.isAttempt() ? List.of(body) : List.of(body, scope(Plan.cleanup(guard)));
    }

    private ExecutionOrder body(Node.FanOut fanOut) {
        return scope(Plan.body(fanOut));
    }

    // ------------------------------------------------------------------------------------------------ division

    private void divide(ExecutionOrder order, int budget) {
        if (order instanceof ExecutionOrder.Step step) {
            divide(step.node(), budget);
        } else if (order instanceof ExecutionOrder.InSequence sequence) {
            sequence.parts().forEach(part -> divide(part, budget));
        } else if (order instanceof ExecutionOrder.InParallel parallel) {
            int[] shares = shares(parallel.branches(), budget);
            for (int i = 0; i < shares.length; i++) {
                divide(parallel.branches().get(i), shares[i]);
            }
        }
    }

    private void divide(Node node, int budget) {
        if (node instanceof Node.When when) {
            divide(scope(Plan.branch(when, true)), budget);
            divide(scope(Plan.branch(when, false)), budget);
        } else if (node instanceof Node.Guard guard) {
            scopes(guard).forEach(order -> divide(order, budget));
        } else if (node instanceof Node.Repeat repeat) {
            divide(scope(Plan.body(repeat)), budget);
            divide(scope(Plan.until(repeat)), budget);
        } else if (node instanceof Node.FanOut fanOut) {
            int own = requested(fanOut) > 0 ? requested(fanOut) : share(fanOut, budget);
            concurrencies.put(fanOut.id(), own);
            divide(body(fanOut), Math.max(1, budget / Math.min(own, maxInvocations(fanOut))));
        }
    }

    /** Divides the budget that requested concurrencies leave evenly among this fan-out and those nested in it. */
    private int share(Node.FanOut fanOut, int budget) {
        ExecutionOrder body = body(fanOut);
        double left = (double) budget / least(body);
        int even = (int) (Math.pow(left, 1.0 / (1 + sharing(body))) + 1e-9);
        return Math.max(1, Math.max(even, budget / most(body)));
    }

    /** Divides a budget evenly among branches, except for branches that need more or cannot use as much. */
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

    /**
     * Returns the peak number of functions if each fan-out without a requested concurrency runs one invocation at a
     * time.
     */
    private int least(ExecutionOrder order) {
        return concurrency(order, fanOut -> Math.max(1, Math.min(requested(fanOut), maxInvocations(fanOut))));
    }

    /** Returns the peak number of functions if no budget applies. */
    private int most(ExecutionOrder order) {
        return concurrency(
                order,
                fanOut -> Math.min(requested(fanOut) > 0 ? requested(fanOut) : UNBOUNDED, maxInvocations(fanOut)));
    }

    private int concurrency(ExecutionOrder order, ToIntFunction<Node.FanOut> own) {
        long functions = 1;
        if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.FanOut fanOut) {
            functions = (long) own.applyAsInt(fanOut) * concurrency(body(fanOut), own);
        } else if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.When when) {
            functions = Math.max(
                    concurrency(scope(Plan.branch(when, true)), own),
                    concurrency(scope(Plan.branch(when, false)), own));
        } else if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.Guard guard) {
            functions = scopes(guard).stream()
                    .mapToInt(part -> concurrency(part, own))
                    .max()
                    .orElse(1);
        } else if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.Repeat repeat) {
            functions =
                    Math.max(concurrency(scope(Plan.body(repeat)), own), concurrency(scope(Plan.until(repeat)), own));
        } else if (order instanceof ExecutionOrder.InSequence sequence) {
            functions = sequence.parts().stream()
                    .mapToInt(part -> concurrency(part, own))
                    .max()
                    .orElse(1);
        } else if (order instanceof ExecutionOrder.InParallel parallel) {
            functions = parallel.branches().stream()
                    .mapToLong(branch -> concurrency(branch, own))
                    .sum();
        }
        return (int) Math.min(UNBOUNDED, functions);
    }

    /** Returns the largest number of nested fan-outs without a requested concurrency. */
    private int sharing(ExecutionOrder order) {
        if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.FanOut fanOut) {
            return (requested(fanOut) > 0 ? 0 : 1) + sharing(body(fanOut));
        }
        if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.When when) {
            return Math.max(sharing(scope(Plan.branch(when, true))), sharing(scope(Plan.branch(when, false))));
        }
        if (order instanceof ExecutionOrder.Step step && step.node() instanceof Node.Repeat repeat) {
            return Math.max(sharing(scope(Plan.body(repeat))), sharing(scope(Plan.until(repeat))));
        }
        List<ExecutionOrder> parts =
                order instanceof ExecutionOrder.Step step && step.node() instanceof Node.Guard guard
                        ? scopes(guard)
                        : order instanceof ExecutionOrder.InSequence sequence
                                ? sequence.parts()
                                : order instanceof ExecutionOrder.InParallel parallel ? parallel.branches() : List.of();
        return parts.stream().mapToInt(this::sharing).max().orElse(0);
    }

    /** Returns the requested concurrency in invocations instead of items; 0 if none is requested. */
    private static int requested(Node.FanOut fanOut) {
        FanOutOptions options = fanOut.options();
        return options.concurrency().isEmpty()
                ? 0
                : Math.max(1, options.concurrency().getAsInt() / options.threadsAtOnce());
    }

    /** Returns the number of invocations for the promised width, or a value without a bound. */
    private static int maxInvocations(Node.FanOut fanOut) {
        FanOutOptions options = fanOut.options();
        long items = options.atMost().orElse(UNBOUNDED);
        return (int) Math.max(1, Math.min(UNBOUNDED, (items + options.batch() - 1) / options.batch()));
    }
}
