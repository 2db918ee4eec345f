package dev.anabranch.cli.internal.command;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.util.List;

/** A workflow whose tasks log. A negative item fails with a cause, and a sum of 1,000 or more fails. */
public final class TalkingWorkflow implements Workflow<List<Integer>, Integer> {

    static final String NAME = "talking";

    private static final int MOST = 1_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Value<Integer> define(Flow flow, Value<List<Integer>> items) {
        return flow.call(Sum.class, flow.map(items, Talk.class).named("talk").collect());
    }

    /** Logs its item. */
    public static final class Talk implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer item, TaskContext context) {
            context.logger().log(System.Logger.Level.INFO, "talking about {0}", item);
            context.metric("item", item);
            context.progress(1, 4);
            if (item < 0) {
                throw new IllegalStateException(item + " is negative", new IOException("disk full"));
            }
            return item;
        }
    }

    /** Logs text that would change a terminal. */
    public static final class Sum implements Task<Results<Integer>, Integer> {
        @Override
        public Integer run(Results<Integer> results, TaskContext context) {
            context.logger().log(System.Logger.Level.WARNING, "\u001b[31m\u202esummed");
            context.report("# Sum\n\n\u001b[31m<script>alert(1)</script>");
            int sum = 0;
            for (int result : results) {
                sum += result;
            }
            if (sum >= MOST) {
                throw new IllegalStateException(sum + " is too much");
            }
            return sum;
        }
    }
}
