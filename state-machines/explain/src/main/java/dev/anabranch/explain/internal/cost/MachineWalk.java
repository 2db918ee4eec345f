package dev.anabranch.explain.internal.cost;

import dev.anabranch.explain.internal.cost.StateDemand.Kind;
import dev.anabranch.quotas.internal.BillingUnits;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the resource use of an execution without failures by walking the states of the deployed machine. A Choice by
 * width is decided by the assumed widths. Of the two branches of a conditional, the more expensive one is counted.
 */
final class MachineWalk implements AslState.Visitor<StateDemand> {

    private static final String LAMBDA = "arn:aws:states:::lambda:invoke";

    private static final String CALLBACK = LAMBDA + ".waitForTaskToken";

    private static final String SUB_RUN = "arn:aws:states:::states:startExecution.sync:2";

    /** The events of an execution: started, succeeded. */
    private static final int EXECUTION_EVENTS = 2;

    /** The events of a Pass, Choice or Fail state: entered, exited. */
    private static final int STATE_EVENTS = 2;

    /** The events of an inline Map: entered, started, succeeded, exited. */
    private static final int MAP_EVENTS = 4;

    /** The events of a Parallel: entered, started, succeeded, exited. */
    private static final int PARALLEL_EVENTS = 4;

    /** The events of a Distributed Map of any width. */
    private static final int DISTRIBUTED_EVENTS = 6;

    /** The events of an iteration: started, succeeded. */
    private static final int ITERATION_EVENTS = 2;

    /** The events of a Task state: entered, scheduled, started, succeeded, exited. */
    private static final int TASK_EVENTS = 5;

    /** The additional events of a callback and of another execution: submitted. */
    private static final int SUBMITTED_EVENTS = 1;

    /** The events of a retry: failed, scheduled, started. */
    private static final int RETRY_EVENTS = 3;

    private static final long EXPRESS_STEP_MILLIS = BillingUnits.EXPRESS_STEP_MILLIS;
    private static final int EXPRESS_STEP_MB = BillingUnits.EXPRESS_STEP_MB;

    private final Plan plan;
    private final Translation translation;
    private final Assumptions assumptions;
    private final ListForms lists;
    private final AssumedWidths widths;
    private final Map<String, StateDemand> runs;
    private final boolean express;
    /** The number of items that one pass through a body processes. */
    private final long unit;

    private final AslMachine machine;
    private final Map<String, StateDemand> known = new HashMap<>();

    private MachineWalk(
            Plan plan,
            Translation translation,
            Assumptions assumptions,
            ListForms lists,
            AssumedWidths widths,
            Map<String, StateDemand> runs,
            boolean express,
            long unit,
            AslMachine machine) {
        this.plan = plan;
        this.runs = runs;
        this.translation = translation;
        this.assumptions = assumptions;
        this.lists = lists;
        this.widths = widths;
        this.express = express;
        this.unit = unit;
        this.machine = machine;
    }

    /**
     * Returns the resource use of one run.
     *
     * @param runs the resource use of the run that a node starts, by node
     */
    static StateDemand of(
            Plan plan,
            Translation translation,
            Assumptions assumptions,
            ListForms lists,
            AssumedWidths widths,
            Map<String, StateDemand> runs) {
        return new MachineWalk(plan, translation, assumptions, lists, widths, runs, false, 1, translation.machine())
                .walk()
                .events(EXECUTION_EVENTS, EXECUTION_EVENTS);
    }

    private StateDemand walk() {
        return from(machine.startAt());
    }

    private StateDemand inside(AslMachine processor, long items) {
        return new MachineWalk(plan, translation, assumptions, lists, widths, runs, express, items, processor).walk();
    }

    private StateDemand child(AslMachine processor, boolean asExpress, String fanOut, long items) {
        AssumedWidths batch = widths.with(fanOut, items);
        return new MachineWalk(plan, translation, assumptions, lists, batch, runs, asExpress, 1, processor).walk();
    }

    /** Returns the resource use from a state to the end of its machine. */
    private StateDemand from(String state) {
        StateDemand work = known.get(state);
        if (work == null) {
            entered = state;
            work = Objects.requireNonNull(machine.states().get(state), () -> "no state " + state)
                    .accept(this);
            known.put(state, work);
        }
        return work;
    }

    /** The name of the state that is being visited. */
    private String entered = "";

    private StateDemand next(AslState.Transition transition) {
        return transition.next().map(this::from).orElse(StateDemand.NONE);
    }

    private String node() {
        return translation.nodes().getOrDefault(entered, "");
    }

    /** Returns the resource use of entering a state. */
    private StateDemand enter(String node, int events, int worstEvents) {
        StateDemand work = express ? StateDemand.NONE : StateDemand.count(Kind.TRANSITION, node, 1);
        return work.events(events, worstEvents);
    }

    @Override
    public StateDemand task(AslState.Task task) {
        String node = node();
        int retries =
                task.retry().stream().mapToInt(AslState.Retrier::maxAttempts).sum();
        StateDemand work = enter(node, TASK_EVENTS, TASK_EVENTS + RETRY_EVENTS * retries);
        if (task.resource().equals(LAMBDA)) {
            work = work.then(StateDemand.count(Kind.INVOCATION, node, 1))
                    .then(StateDemand.count(Kind.ACTION, node, unit))
                    .lasting(rounds(task) * assumptions.actionMillis() + assumptions.invocationMillis())
                    .invoking(1);
        } else if (task.resource().equals(CALLBACK)) {
            work = work.events(SUBMITTED_EVENTS, SUBMITTED_EVENTS)
                    .then(StateDemand.count(Kind.INVOCATION, node, 1))
                    .then(StateDemand.count(Kind.ACTION, node, 1))
                    .lasting(assumptions.actionMillis() + assumptions.invocationMillis())
                    .invoking(1);
        } else if (task.resource().equals(SUB_RUN)) {
            // The call that prepares the run has also claimed the record of this node.
            StateDemand run = runs.getOrDefault(node, StateDemand.NONE);
            work = work.events(SUBMITTED_EVENTS, SUBMITTED_EVENTS)
                    .then(StateDemand.count(Kind.RECORD, node, 1))
                    .then(StateDemand.count(Kind.RUN, node, 1))
                    .lasting(run.millis())
                    .invoking(run.invocations())
                    .openingMapRuns(run.mapRuns());
        } else {
            work = work.then(StateDemand.count(Kind.RECORD, node, 1)).lasting(assumptions.invocationMillis());
        }
        return work.then(next(task.transition()));
    }

    /** Returns how many actions an invocation runs one after the other. */
    private long rounds(AslState.Task task) {
        long threads = task.arguments().path("Payload").path("threads").asLong(1);
        return (unit + threads - 1) / threads;
    }

    @Override
    public StateDemand pass(AslState.Pass pass) {
        return enter(node(), STATE_EVENTS, STATE_EVENTS).then(next(pass.transition()));
    }

    @Override
    public StateDemand wait(AslState.Wait wait) {
        String node = node();
        long seconds = plan.graph().node(node).orElse(null) instanceof Node.Wait waiting
                ? waiting.seconds().orElse(0)
                : 0;
        return enter(node, STATE_EVENTS, STATE_EVENTS).lasting(seconds * 1_000).then(next(wait.transition()));
    }

    @Override
    public StateDemand fail(AslState.Fail fail) {
        return enter(node(), 1, 1);
    }

    @Override
    public StateDemand choice(AslState.Choice choice) {
        String node = node();
        StateDemand work = enter(node, STATE_EVENTS, STATE_EVENTS);
        Node decided = plan.graph()
                .node(node)
                .orElseThrow(() -> new IllegalStateException("The node of a Choice is unknown: " + node));
        if (decided instanceof Node.Call call) {
            // A relayed condition is read inline. An item of a fan-out that can end early is expected not to end it.
            boolean read = call.task().className().equals(Relay.class.getName());
            return work.then(from(read ? choice.rules().get(0).next() : choice.otherwise()));
        }
        if (decided instanceof Node.Guard) {
            return work.then(from(choice.otherwise())); // The steps have not failed.
        }
        if (decided instanceof Node.Repeat) {
            // The first rule is the one that ends the loop: see rounds().
            return work.then(from(choice.rules().get(0).next()));
        }
        return work.then(decided instanceof Node.FanOut fanOut ? byWidth(fanOut, choice) : dearer(choice));
    }

    private StateDemand byWidth(Node.FanOut fanOut, AslState.Choice choice) {
        long width = widths.of(fanOut.id());
        if (width == 0) {
            return from(choice.rules().get(0).next());
        }
        boolean inline = lists.of(fanOut, width).inline();
        return choice.rules().stream()
                .map(AslState.Rule::next)
                .filter(next -> inline && machine.states().get(next) instanceof AslState.InlineMap)
                .findFirst()
                .map(this::from)
                .orElseGet(() -> from(choice.otherwise()));
    }

    private StateDemand dearer(AslState.Choice choice) {
        StateDemand then = from(choice.rules().get(0).next());
        StateDemand otherwise = from(choice.otherwise());
        return weight(then) >= weight(otherwise) ? then : otherwise;
    }

    private static long weight(StateDemand work) {
        return work.of(Kind.TRANSITION) + work.of(Kind.INVOCATION) + work.of(Kind.CHILD_START);
    }

    @Override
    public StateDemand parallel(AslState.Parallel parallel) {
        StateDemand branches = parallel.branches().stream()
                .map(branch -> inside(branch, unit))
                .reduce(StateDemand.NONE, StateDemand::beside);
        return enter(node(), PARALLEL_EVENTS, PARALLEL_EVENTS).then(branches).then(next(parallel.transition()));
    }

    /**
     * Returns the resource use of a number of rounds; the states after each one are those after the last one.
     *
     * @param continued after how many of them the loop continues: then it pauses, and a loop in child executions decides
     *     whether the next round runs in this execution
     */
    private StateDemand rounds(Node.Repeat repeat, StateDemand one, long rounds, long continued, boolean inChildren) {
        StateDemand between = StateDemand.NONE;
        if (repeat.everySeconds() > 0) {
            between = enter(repeat.id(), STATE_EVENTS, STATE_EVENTS).lasting(repeat.everySeconds() * 1_000);
        }
        if (inChildren) {
            between = between.then(enter(repeat.id(), STATE_EVENTS, STATE_EVENTS));
        }
        return one.times(rounds, 1).then(between.times(continued, 1));
    }

    /** Returns after how many of the last rounds of a loop there is another one. A loop may be assumed not to run. */
    private static long pauses(long rounds) {
        return Math.max(0, rounds - 1);
    }

    private StateDemand repeated(Node.Repeat repeat, AslState.InlineMap map) {
        long width = widths.of(repeat.id());
        StateDemand rounds = rounds(repeat, inside(map.processor(), 1), width, pauses(width), false);
        return enter(repeat.id(), MAP_EVENTS + ITERATION_EVENTS, MAP_EVENTS + ITERATION_EVENTS)
                .then(rounds)
                .then(next(map.transition()));
    }

    private StateDemand repeated(Node.Repeat repeat, AslState.DistributedMap map) {
        long rounds = widths.of(repeat.id());
        long each = plan.repeat(repeat).rounds();
        long before = Math.max(0, (rounds - 1) / each);
        long rest = rounds - before * each;
        StateDemand one = child(map.processor(), false, repeat.id(), rounds);
        StateDemand full = rounds(repeat, one, each, each, true)
                .openingMapRuns(1)
                .events(EXECUTION_EVENTS, EXECUTION_EVENTS)
                .asChildren(repeat.id());
        StateDemand last = rounds(repeat, one, rest, pauses(rest), true)
                .openingMapRuns(1)
                .events(EXECUTION_EVENTS, EXECUTION_EVENTS)
                .asChildren(repeat.id());
        StateDemand start = enter(repeat.id(), DISTRIBUTED_EVENTS, DISTRIBUTED_EVENTS)
                .then(StateDemand.count(Kind.MAP_RUN, repeat.id(), 1))
                .then(StateDemand.count(Kind.CHILD_START, repeat.id(), 1))
                .lasting(assumptions.mapRunMillis());
        // After each child, a Choice decides whether there is another one.
        StateDemand another = enter(repeat.id(), STATE_EVENTS, STATE_EVENTS);
        return start.then(full)
                .then(another)
                .times(before, 1)
                .then(start)
                .then(last)
                .then(next(map.transition()));
    }

    @Override
    public StateDemand inlineMap(AslState.InlineMap map) {
        String fanOut = node();
        if (plan.graph().node(fanOut).orElse(null) instanceof Node.Repeat repeat) {
            return repeated(repeat, map);
        }
        long width = widths.of(fanOut);
        long batch = ((Node.FanOut) plan.graph().node(fanOut).orElseThrow())
                .options()
                .batch();
        long full = width / batch;
        long atOnce = map.maxConcurrency();
        StateDemand iterations =
                full == 0 ? StateDemand.NONE : iteration(map, batch).times(full, atOnce);
        if (width % batch > 0) {
            StateDemand last = iteration(map, width % batch);
            iterations = full % atOnce == 0 ? iterations.then(last) : iterations.beside(last);
        }
        return enter(fanOut, MAP_EVENTS, MAP_EVENTS).then(iterations).then(next(map.transition()));
    }

    private StateDemand iteration(AslState.InlineMap map, long items) {
        return inside(map.processor(), items).events(ITERATION_EVENTS, ITERATION_EVENTS);
    }

    @Override
    public StateDemand distributedMap(AslState.DistributedMap map) {
        String fanOut = node();
        if (plan.graph().node(fanOut).orElse(null) instanceof Node.Repeat repeat) {
            return repeated(repeat, map);
        }
        long width = widths.of(fanOut);
        long batch = map.batcher()
                .map(batcher -> lists.batch(
                        batcher.path("MaxItemsPerBatch").asInt(),
                        batcher.path("MaxInputBytesPerBatch").asInt()))
                .orElse(1L);
        long children = (width + batch - 1) / batch;
        StateDemand full = execution(map, fanOut, batch);
        StateDemand last = execution(map, fanOut, width - (children - 1) * batch);
        StateDemand all = full.times(children - 1, map.maxConcurrency());
        all = children <= map.maxConcurrency() ? all.beside(last) : all.then(last);
        long waves = (children + map.maxConcurrency() - 1) / map.maxConcurrency();
        StateDemand counted = new StateDemand(
                all.counts(),
                waves * Math.max(full.millis(), last.millis()) + assumptions.mapRunMillis(),
                all.invocations(),
                all.mapRuns() + 1,
                0,
                0,
                all.childEvents());
        return enter(fanOut, DISTRIBUTED_EVENTS, DISTRIBUTED_EVENTS)
                .then(StateDemand.count(Kind.MAP_RUN, fanOut, 1))
                .then(express ? StateDemand.NONE : StateDemand.count(Kind.CHILD_START, fanOut, children))
                .then(counted)
                .then(next(map.transition()));
    }

    /** Returns the resource use of one child execution. */
    private StateDemand execution(AslState.DistributedMap map, String fanOut, long items) {
        StateDemand work = child(map.processor(), map.express(), fanOut, items);
        if (!map.express()) {
            return work.events(EXECUTION_EVENTS, EXECUTION_EVENTS).asChildren(fanOut);
        }
        long steps = Math.max(1, (work.millis() + EXPRESS_STEP_MILLIS - 1) / EXPRESS_STEP_MILLIS)
                * ((assumptions.expressMemoryMb() + EXPRESS_STEP_MB - 1) / EXPRESS_STEP_MB);
        return work.withoutHistory()
                .then(StateDemand.count(Kind.EXPRESS_EXECUTION, fanOut, 1))
                .then(StateDemand.count(Kind.EXPRESS_STEP, fanOut, steps));
    }
}
