package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import java.time.Duration;
import java.util.OptionalLong;

/** Options have bounds, most of them AWS's. */
final class OptionRules implements Checks.Rule {

    /** The items of a batch travel to its function in one payload of 256 KiB, and share 30 minutes at most. */
    private static final int MOST_BATCH = 1_000;

    /** Each retry is three events of a history that may have 25,000. */
    private static final int MOST_RETRIES = 100;

    /** As long as records are kept. */
    private static final long LONGEST_CACHE_SECONDS =
            Duration.ofDays(Retention.RECORD_DAYS).toSeconds();

    @Override
    public void check(Graph graph, FindingReport report) {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Call call) {
                call(call, call.options(), report);
            } else if (node instanceof Node.FanOut fanOut) {
                fanOut(fanOut, fanOut.options(), report);
            }
        }
    }

    private static void call(Node.Call call, CallOptions options, FindingReport report) {
        if (options.timeoutSeconds() < 1 || options.timeoutSeconds() > LambdaQuotas.TIMEOUT_SECONDS) {
            report.error(
                    "timeout-range",
                    call,
                    "the timeout is " + options.timeoutSeconds() + " seconds, but must be 1 to "
                            + LambdaQuotas.TIMEOUT_SECONDS + " seconds.",
                    "Choose another timeout; split work that takes longer than 30 minutes.");
        } else if (options.timeoutSeconds() > LambdaQuotas.TIMEOUT_SECONDS_EVERYWHERE) {
            report.warning(
                    "timeout-region",
                    call,
                    "the timeout is " + options.timeoutSeconds() + " seconds, but some regions allow "
                            + LambdaQuotas.TIMEOUT_SECONDS_EVERYWHERE + " seconds only: the deployment fails there.",
                    "Make sure that Lambda takes it in your region, or split the work.");
        }
        if (options.memoryMb() < LambdaQuotas.LEAST_MB || options.memoryMb() > LambdaQuotas.MOST_MB) {
            report.error(
                    "memory-range",
                    call,
                    "the memory is " + options.memoryMb() + " MB, but must be " + LambdaQuotas.LEAST_MB + " to "
                            + LambdaQuotas.MOST_MB + " MB.",
                    "Choose another size.");
        }
        retry(call, options.retry(), report);
        options.cache()
                .filter(cache -> cache.version().isBlank())
                .ifPresent(cache -> report.error(
                        "cache-version",
                        call,
                        "the cache's version is empty.",
                        "Give it a version such as `cache(\"1\")`."));
        options.cache()
                .filter(cache -> cache.ttlSeconds() < 0 || cache.ttlSeconds() > LONGEST_CACHE_SECONDS)
                .ifPresent(cache -> report.error(
                        "cache-ttl",
                        call,
                        cache.ttlSeconds() < 0
                                ? "a cached result could be reused for less than a second."
                                : "a cached result could be reused for " + cache.ttlSeconds()
                                        + " seconds, but records are kept for 30 days.",
                        "Choose 1 second to 30 days, or leave the duration out for as long as records are kept."));
    }

    private static void retry(Node.Call call, RetryPolicy retry, FindingReport report) {
        if (retry.retries() < 0 || retry.retries() > MOST_RETRIES) {
            report.error(
                    "retry-count",
                    call,
                    "the action would be retried " + retry.retries() + " times, but must be 0 to " + MOST_RETRIES + ".",
                    "Choose another number of retries.");
        }
        if (retry.intervalSeconds() < 1 || retry.intervalSeconds() > StepFunctionsQuotas.RETRY_DELAY_SECONDS) {
            report.error(
                    "retry-interval",
                    call,
                    "the first wait is " + retry.intervalSeconds() + " seconds, but must be a second or more.",
                    "Choose a first wait of whole seconds.");
        }
        if (!(retry.backoffRate() >= 1) || Double.isInfinite(retry.backoffRate())) {
            report.error(
                    "retry-rate",
                    call,
                    "the waits would grow by " + retry.backoffRate() + ", but the rate must be 1 or more.",
                    "Choose a rate such as 2.0.");
        }
        if (retry.maxDelaySeconds() < retry.intervalSeconds()
                || retry.maxDelaySeconds() > StepFunctionsQuotas.RETRY_DELAY_SECONDS) {
            report.error(
                    "retry-max-delay",
                    call,
                    "the longest wait is " + retry.maxDelaySeconds()
                            + " seconds, but must not be less than the first wait" + " of " + retry.intervalSeconds()
                            + " seconds.",
                    "Choose a longer `maxDelay`, or a shorter first wait.");
        }
    }

    private static void fanOut(Node.FanOut fanOut, FanOutOptions options, FindingReport report) {
        options.concurrency().ifPresent(concurrency -> {
            if (concurrency < 1 || concurrency > StepFunctionsQuotas.CHILD_CONCURRENCY) {
                report.error(
                        "concurrency-range",
                        fanOut,
                        "the concurrency is " + concurrency + ", but must be 1 to "
                                + StepFunctionsQuotas.CHILD_CONCURRENCY + ".",
                        "Choose another concurrency, or leave it out.");
            }
        });
        if (options.batch() < 1 || options.batch() > MOST_BATCH) {
            report.error(
                    "batch-range",
                    fanOut,
                    "the batch is " + options.batch() + " items, but must be 1 to " + MOST_BATCH + ".",
                    "Choose another size.");
        } else if (options.threads() < 1 || options.threads() > options.batch()) {
            report.error(
                    "batch-threads",
                    fanOut,
                    "a batch of " + options.batch() + " items would run " + options.threads()
                            + " at once, but must run 1 to " + options.batch() + ".",
                    "Choose no more threads than a batch has items.");
        } else if (options.batch() > 1 && !isOneTask(fanOut)) {
            report.error(
                    "batch-of-steps",
                    fanOut,
                    "items are handed over in batches, but its body is not one task.",
                    "Leave `batch` out, or do in one task what the body does.");
        }
        options.atMost().ifPresent(width -> {
            if (width < 0) {
                report.error(
                        "at-most-range",
                        fanOut,
                        "the promised width is " + width + ", but cannot be negative.",
                        "Choose the most items that the list can have, or leave `atMost` out.");
            }
        });
        OptionalLong known = size(fanOut.list());
        if (known.isPresent()
                && options.atMost().isPresent()
                && options.atMost().getAsLong() < known.getAsLong()) {
            report.error(
                    "at-most-too-small",
                    fanOut,
                    "at most " + options.atMost().getAsLong() + " items are promised, but the list has "
                            + known.getAsLong() + ".",
                    "Promise at least as many as the list has, or leave `atMost` out.");
        }
        options.tolerance().ifPresent(tolerance -> {
            if (!(tolerance.percent() >= 0 && tolerance.percent() <= 100)) {
                report.error(
                        "tolerance-range",
                        fanOut,
                        "the tolerated failures are " + tolerance.percent() + " percent, but must be 0 to 100 percent.",
                        "Choose another share in `toleratePercent(...)`.");
            }
            if (tolerance.count() < 0) {
                report.error(
                        "tolerance-range",
                        fanOut,
                        "the tolerated failures are " + tolerance.count() + " items, but must be 0 or more.",
                        "Choose another number in `tolerate(...)`.");
            }
        });
    }

    private static boolean isOneTask(Node.FanOut fanOut) {
        return fanOut.body().nodes().size() == 1
                && fanOut.body().nodes().get(0) instanceof Node.Call call
                && fanOut.body().output().equals(new Expr.Result(call.id()));
    }

    /** How many items a list has, where it is written in the definition. */
    private static OptionalLong size(Expr list) {
        if (list instanceof Expr.Sequence sequence) {
            return OptionalLong.of(sequence.elements().size());
        }
        return list instanceof Expr.Constant constant && constant.json().isArray()
                ? OptionalLong.of(constant.json().size())
                : OptionalLong.empty();
    }
}
