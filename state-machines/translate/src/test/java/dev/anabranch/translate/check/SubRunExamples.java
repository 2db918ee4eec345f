package dev.anabranch.translate.check;

import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;

/** Examples of the rules about runs of other workflows. */
final class SubRunExamples {

    private SubRunExamples() {}

    /** A workflow that others run. */
    public static final class Care implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order);
        }
    }

    /** Runs {@link Pong}. */
    public static final class Ping implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.run(Pong.class, order);
        }
    }

    /** Runs {@link Ping}. */
    public static final class Pong implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.run(Ping.class, order);
        }
    }

    private static final class Hidden implements Workflow<Order, Boolean> {
        @Override
        public Value<Boolean> define(Flow flow, Value<Order> order) {
            return flow.call(NeedsCare.class, order);
        }
    }

    static final class RecursiveWorkflow implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return new Ping();
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.run(Care.class, order));
        }
    }

    static final class SubWorkflowClass implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.run(Hidden.class, order));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.run(Care.class, order));
        }
    }

    static final class SubRunTimeout implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return Defined.by((flow, order) -> flow.run(Care.class, order).timeout(Duration.ofDays(366)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> flow.run(Care.class, order).timeout(Duration.ofDays(365)));
        }
    }
}
