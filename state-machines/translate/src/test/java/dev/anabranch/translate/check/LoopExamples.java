package dev.anabranch.translate.check;

import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Order;
import dev.anabranch.translate.sample.Shop.ReadOrder;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Repeat;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Examples of loops that are refused. */
final class LoopExamples {

    private LoopExamples() {}

    private static Workflow<?, ?> loop(UnaryOperator<Repeat<Order>> options) {
        return Defined.by((flow, order) -> options.apply(rounds(flow, order)));
    }

    private static Workflow<?, ?> poll(UnaryOperator<Repeat<Order>> options) {
        return loop(repeat -> options.apply(repeat.until(order -> order.get(Order::urgent))));
    }

    private static Repeat<Order> rounds(Flow flow, Value<Order> order) {
        return flow.repeat(order, before -> flow.call(ReadOrder.class, before.get(Order::id)));
    }

    static final class RepeatUntil implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return loop(repeat -> repeat.atMost(3));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return Defined.by((flow, order) -> rounds(flow, order)
                    .until(after -> flow.call(NeedsCare.class, after))
                    .atMost(3));
        }
    }

    static final class RepeatAtMost implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return poll(repeat -> repeat.atMost(0));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return poll(repeat -> repeat.atMost(1));
        }
    }

    static final class RepeatEvery implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return poll(repeat -> repeat.atMost(1).every(Duration.ZERO));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return poll(repeat -> repeat.atMost(2).every(Duration.ofDays(29)));
        }
    }

    static final class RepeatDuration implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return poll(repeat -> repeat.atMost(367).every(Duration.ofDays(1)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return poll(repeat -> repeat.atMost(365).every(Duration.ofDays(1)));
        }
    }

    static final class RepeatHistory implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return poll(repeat -> repeat.atMost(10_000_000));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return poll(repeat -> repeat.atMost(100_000));
        }
    }
}
