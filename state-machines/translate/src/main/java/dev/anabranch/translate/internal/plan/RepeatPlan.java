package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Node;

/**
 * How the rounds of a loop run: all in the execution that the loop is in, or so many in each of several Standard child
 * executions, one after the other, that none exceeds the 25,000 history events of an execution.
 *
 * @param rounds the maximum number of rounds in one execution
 * @param inChildren whether the rounds run in child executions
 * @param roundEvents the maximum number of history events of a round with all retries, without those of its fan-outs
 * @param events the maximum number of history events that the loop writes in the execution that it is in
 */
public record RepeatPlan(long rounds, boolean inChildren, int roundEvents, int events) {

    /** The events of the states that decide on the next round: two Choice states, a Wait and a Pass. */
    static final int ROUND_EVENTS = 8;

    /** More events of a loop would take too large a share of the execution that it is in. */
    private static final int INLINE_EVENTS = 2_500;

    /** The share of each fan-out in a round. */
    private static final int FAN_OUT_EVENTS = 1_000;

    /** The events of a child execution in its parent: a Distributed Map and a Choice. */
    private static final int CHILD_EVENTS = 8;

    /** The events of the Map around the rounds and of its iteration. */
    private static final int MAP_EVENTS = 6;

    /** The largest share of the parent that child executions may use. */
    private static final int PARENT_EVENTS = 10_000;

    /** The maximum number of child executions of one loop. */
    static final int MAX_CHILDREN = PARENT_EVENTS / CHILD_EVENTS;

    static RepeatPlan of(Node.Repeat repeat) {
        long atMost = repeat.atMost().orElseThrow();
        int round = FanOutPlanner.fixedEvents(repeat.round()) + ROUND_EVENTS;
        int fanOuts = FanOutPlanner.fanOuts(repeat.round()).size();
        int wanted = round + fanOuts * FAN_OUT_EVENTS;
        if (fanOuts == 0 && atMost <= INLINE_EVENTS / round) {
            return new RepeatPlan(atMost, false, round, MAP_EVENTS + (int) atMost * round);
        }
        long budget = StepFunctionsQuotas.HISTORY_EVENTS - PlanMargins.HISTORY_RESERVE_EVENTS;
        long rounds = Math.max(1, Math.min(atMost, budget / wanted));
        long children = Math.min(MAX_CHILDREN, (atMost + rounds - 1) / rounds);
        return new RepeatPlan(rounds, true, round, (int) children * CHILD_EVENTS + CHILD_EVENTS);
    }
}
