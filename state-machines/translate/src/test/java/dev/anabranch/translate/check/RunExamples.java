package dev.anabranch.translate.check;

import dev.anabranch.translate.sample.Defined;
import dev.anabranch.translate.sample.Shop.NeedsCare;
import dev.anabranch.translate.sample.Shop.Report;
import dev.anabranch.workflow.Call;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.function.Consumer;

/** Examples of the rules for options of a whole run. */
final class RunExamples {

    private RunExamples() {}

    private static Workflow<?, ?> with(Consumer<Flow> options) {
        return Defined.by((flow, order) -> {
            options.accept(flow);
            return flow.call(NeedsCare.class, order);
        });
    }

    private static Workflow<?, ?> onFailure(Consumer<Call<String>> options) {
        return with(flow -> options.accept(flow.onFailure(Report.class)));
    }

    static final class TimeLimitRange implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return with(flow -> flow.timeLimit(Duration.ZERO));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return with(flow -> flow.timeLimit(Duration.ofDays(365)));
        }
    }

    static final class OptionTwice implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return with(flow -> {
                flow.timeLimit(Duration.ofHours(1));
                flow.timeLimit(Duration.ofHours(2));
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return with(flow -> flow.timeLimit(Duration.ofHours(2)));
        }
    }

    static final class FractionOfSecond implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return with(flow -> flow.timeLimit(Duration.ofMillis(1_500)));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return with(flow -> flow.timeLimit(Duration.ofSeconds(2)));
        }
    }

    static final class OnFailureTwice implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return with(flow -> {
                flow.onFailure(Report.class);
                flow.onFailure(Report.class);
            });
        }

        @Override
        public Workflow<?, ?> accepted() {
            return onFailure(call -> call.timeout(Duration.ofSeconds(10)));
        }
    }

    static final class OnFailureOptions implements Example {
        @Override
        public Workflow<?, ?> refused() {
            return onFailure(call -> call.cache("1"));
        }

        @Override
        public Workflow<?, ?> accepted() {
            return onFailure(call -> call.memory(256));
        }
    }
}
