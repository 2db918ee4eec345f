package dev.anabranch.cost;

import dev.anabranch.asl.State;
import dev.anabranch.asl.StateMachine;
import dev.anabranch.cost.Work.Kind;
import dev.anabranch.graph.Node;
import dev.anabranch.plan.Plan;
import dev.anabranch.translate.Translation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Walks the states of a machine as an execution does in which nothing fails, and counts. It walks what is deployed, and so cannot
 * disagree with the translator; only what a Choice decides at run time it knows from the widths. Of the two sides of a conditional it
 * takes the dearer.
 */
final class MachineWalk implements State.Visitor<Work> {

    private static final String LAMBDA = "arn:aws:states:::lambda:invoke";

    /** Around a whole execution: started, succeeded. */
    private static final int EXECUTION_EVENTS = 2;

    /** Of a Pass, Choice or Fail state: entered, exited. */
    private static final int STATE_EVENTS = 2;

    /** Of an inline Map: entered, started, succeeded, exited. */
    private static final int MAP_EVENTS = 4;

    /** Of a Parallel: entered, started, succeeded, exited. */
    private static final int PARALLEL_EVENTS = 4;

    /** Of a Distributed Map, whatever the width. */
    private static final int DISTRIBUTED_EVENTS = 6;

    /** Of an iteration: started, succeeded. */
    private static final int ITERATION_EVENTS = 2;

    /** Of a Task state: entered, scheduled, started, succeeded, exited. */
    private static final int TASK_EVENTS = 5;

    /** Of a retry: failed, scheduled, started. */
    private static final int RETRY_EVENTS = 3;

    private static final long EXPRESS_STEP_MILLIS = 100;
    private static final int EXPRESS_STEP_MB = 64;

    private final Plan plan;
    private final Translation translation;
    private final Assumptions assumptions;
    private final Lists lists;
    private final Widths widths;
    private final boolean express;
    /** How many items a body handles at once. */
    private final long unit;

    private final StateMachine machine;
    private final Map<String, Work> known = new HashMap<>();

    private MachineWalk(
            Plan plan,
            Translation translation,
            Assumptions assumptions,
            Lists lists,
            Widths widths,
            boolean express,
            long unit,
            StateMachine machine) {
        this.plan = plan;
        this.translation = translation;
        this.assumptions = assumptions;
        this.lists = lists;
        this.widths = widths;
        this.express = express;
        this.unit = unit;
        this.machine = machine;
    }

    /** The work of one run. */
    static Work of(Plan plan, Translation translation, Assumptions assumptions, Lists lists, Widths widths) {
        return new MachineWalk(plan, translation, assumptions, lists, widths, false, 1, translation.machine())
                .walk()
                .events(EXECUTION_EVENTS, EXECUTION_EVENTS);
    }

    private Work walk() {
        return from(machine.startAt());
    }

    private Work inside(StateMachine processor, long items) {
        return new MachineWalk(plan, translation, assumptions, lists, widths, express, items, processor).walk();
    }

    private Work child(StateMachine processor, boolean asExpress, String fanOut, long items) {
        Widths batch = widths.with(fanOut, items);
        return new MachineWalk(plan, translation, assumptions, lists, batch, asExpress, 1, processor).walk();
    }

    /** The work from a state to the end of its machine. */
    private Work from(String state) {
        Work work = known.get(state);
        if (work == null) {
            entered = state;
            work = Objects.requireNonNull(machine.states().get(state), () -> "no state " + state)
                    .accept(this);
            known.put(state, work);
        }
        return work;
    }

    /** The state that is being visited: states do not know their own names. */
    private String entered = "";

    private Work next(State.Transition transition) {
        return transition.next().map(this::from).orElse(Work.NONE);
    }

    private String node() {
        return translation.nodes().getOrDefault(entered, "");
    }

    /** What entering a state costs. */
    private Work enter(String node, int events, int worstEvents) {
        Work work = express ? Work.NONE : Work.count(Kind.TRANSITION, node, 1);
        return work.events(events, worstEvents);
    }

    @Override
    public Work task(State.Task task) {
        String node = node();
        int retries = task.retry().stream().mapToInt(State.Retrier::maxAttempts).sum();
        Work work = enter(node, TASK_EVENTS, TASK_EVENTS + RETRY_EVENTS * retries);
        if (task.resource().equals(LAMBDA)) {
            work = work.then(Work.count(Kind.INVOCATION, node, 1))
                    .then(Work.count(Kind.ACTION, node, unit))
                    .lasting(rounds(task) * assumptions.actionMillis() + assumptions.invocationMillis())
                    .invoking(1);
        } else {
            work = work.then(Work.count(Kind.RECORD, node, 1)).lasting(assumptions.invocationMillis());
        }
        return work.then(next(task.transition()));
    }

    /** How many actions an invocation runs one after the other. */
    private long rounds(State.Task task) {
        long threads = task.arguments().path("Payload").path("threads").asLong(1);
        return (unit + threads - 1) / threads;
    }

    @Override
    public Work pass(State.Pass pass) {
        return enter(node(), STATE_EVENTS, STATE_EVENTS).then(next(pass.transition()));
    }

    @Override
    public Work fail(State.Fail fail) {
        return enter(node(), 1, 1);
    }

    @Override
    public Work choice(State.Choice choice) {
        String node = node();
        Work work = enter(node, STATE_EVENTS, STATE_EVENTS);
        Node decided = plan.graph().node(node).orElseThrow(() -> new IllegalStateException("whose choice? " + node));
        return work.then(decided instanceof Node.FanOut fanOut ? byWidth(fanOut, choice) : dearer(choice));
    }

    private Work byWidth(Node.FanOut fanOut, State.Choice choice) {
        long width = widths.of(fanOut.id());
        if (width == 0) {
            return from(choice.rules().get(0).next());
        }
        boolean inline = lists.of(fanOut, width).inline();
        return choice.rules().stream()
                .map(State.Rule::next)
                .filter(next -> inline && machine.states().get(next) instanceof State.InlineMap)
                .findFirst()
                .map(this::from)
                .orElseGet(() -> from(choice.otherwise()));
    }

    private Work dearer(State.Choice choice) {
        Work then = from(choice.rules().get(0).next());
        Work otherwise = from(choice.otherwise());
        return weight(then) >= weight(otherwise) ? then : otherwise;
    }

    private static long weight(Work work) {
        return work.of(Kind.TRANSITION) + work.of(Kind.INVOCATION) + work.of(Kind.CHILD_START);
    }

    @Override
    public Work parallel(State.Parallel parallel) {
        Work branches =
                parallel.branches().stream().map(branch -> inside(branch, unit)).reduce(Work.NONE, Work::beside);
        return enter(node(), PARALLEL_EVENTS, PARALLEL_EVENTS).then(branches).then(next(parallel.transition()));
    }

    @Override
    public Work inlineMap(State.InlineMap map) {
        String fanOut = node();
        long width = widths.of(fanOut);
        long batch = ((Node.FanOut) plan.graph().node(fanOut).orElseThrow())
                .options()
                .batch();
        long full = width / batch;
        long atOnce = map.maxConcurrency();
        Work iterations = full == 0 ? Work.NONE : iteration(map, batch).times(full, atOnce);
        if (width % batch > 0) {
            Work last = iteration(map, width % batch);
            iterations = full % atOnce == 0 ? iterations.then(last) : iterations.beside(last);
        }
        return enter(fanOut, MAP_EVENTS, MAP_EVENTS).then(iterations).then(next(map.transition()));
    }

    private Work iteration(State.InlineMap map, long items) {
        return inside(map.processor(), items).events(ITERATION_EVENTS, ITERATION_EVENTS);
    }

    @Override
    public Work distributedMap(State.DistributedMap map) {
        String fanOut = node();
        long width = widths.of(fanOut);
        long batch = map.batcher()
                .map(batcher -> lists.batch(
                        batcher.path("MaxItemsPerBatch").asInt(),
                        batcher.path("MaxInputBytesPerBatch").asInt()))
                .orElse(1L);
        long children = (width + batch - 1) / batch;
        Work full = execution(map, fanOut, batch);
        Work last = execution(map, fanOut, width - (children - 1) * batch);
        Work all = full.times(children - 1, map.maxConcurrency());
        all = children <= map.maxConcurrency() ? all.beside(last) : all.then(last);
        long waves = (children + map.maxConcurrency() - 1) / map.maxConcurrency();
        Work counted = new Work(
                all.counts(),
                waves * Math.max(full.millis(), last.millis()) + assumptions.mapRunMillis(),
                all.invocations(),
                all.mapRuns() + 1,
                0,
                0,
                all.childEvents());
        return enter(fanOut, DISTRIBUTED_EVENTS, DISTRIBUTED_EVENTS)
                .then(Work.count(Kind.MAP_RUN, fanOut, 1))
                .then(express ? Work.NONE : Work.count(Kind.CHILD_START, fanOut, children))
                .then(counted)
                .then(next(map.transition()));
    }

    /** One child execution. */
    private Work execution(State.DistributedMap map, String fanOut, long items) {
        Work work = child(map.processor(), map.express(), fanOut, items);
        if (!map.express()) {
            return work.events(EXECUTION_EVENTS, EXECUTION_EVENTS).asChildren(fanOut);
        }
        long steps = Math.max(1, (work.millis() + EXPRESS_STEP_MILLIS - 1) / EXPRESS_STEP_MILLIS)
                * ((assumptions.expressMemoryMb() + EXPRESS_STEP_MB - 1) / EXPRESS_STEP_MB);
        return work.withoutHistory()
                .then(Work.count(Kind.EXPRESS_EXECUTION, fanOut, 1))
                .then(Work.count(Kind.EXPRESS_STEP, fanOut, steps));
    }
}
