package dev.anabranch.workflow.internal.check;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.quotas.internal.Retention;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RetryMatcher;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.RetryRule;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the bounds of options. Most bounds are quotas of AWS. */
final class OptionRules implements Checks.Rule {

    /** All items of a batch share one payload of 256 KiB and one function timeout of at most 30 minutes. */
    private static final int MAX_BATCH = 1_000;

    /** Each retry adds three events to a history of at most 25,000. */
    private static final int MAX_RETRIES = 100;

    /**
     * The full name of a class: at least one package, since a task's exception in the unnamed package is rare and a
     * typo is not.
     */
    private static final Pattern ERROR = Pattern.compile("(?:[\\p{L}_][\\w]*\\.)+[\\p{L}_][\\w$]*");

    private static final List<String> DEATHS =
            List.of(ErrorNames.TIMEOUT, ErrorNames.OUT_OF_MEMORY, ErrorNames.CRASHED);

    /** The retention of records. */
    private static final long MAX_CACHE_SECONDS =
            Duration.ofDays(Retention.RECORD_DAYS).toSeconds();

    @Override
    public void check(Graph graph, FindingReport report) {
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Call call) {
                call(call, call.options(), report);
            } else if (node instanceof Node.Await await) {
                await.starting().ifPresent(start -> call(start, start.options(), report));
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
                    "the timeout is " + options.timeoutSeconds() + " seconds; it must be 1 to "
                            + LambdaQuotas.TIMEOUT_SECONDS + " seconds.",
                    "Choose a timeout in this range, and split work that takes longer.");
        } else if (options.timeoutSeconds() > LambdaQuotas.TIMEOUT_SECONDS_EVERYWHERE) {
            report.warning(
                    "timeout-region",
                    call,
                    "the timeout is " + options.timeoutSeconds() + " seconds; in regions that allow at most "
                            + LambdaQuotas.TIMEOUT_SECONDS_EVERYWHERE + " seconds, the deployment fails.",
                    "Check the limit of Lambda in your region, or split the work.");
        }
        if (options.memoryMb() < LambdaQuotas.LEAST_MB || options.memoryMb() > LambdaQuotas.MOST_MB) {
            report.error(
                    "memory-range",
                    call,
                    "the memory is " + options.memoryMb() + " MB; it must be " + LambdaQuotas.LEAST_MB + " to "
                            + LambdaQuotas.MOST_MB + " MB.",
                    "Choose a size in this range.");
        }
        options.retries().forEach(rule -> retry(call, rule.policy(), report));
        rules(call, options.retries(), report);
        options.cache()
                .filter(cache -> cache.version().isBlank())
                .ifPresent(cache -> report.error(
                        "cache-version",
                        call,
                        "the version of the cache is blank.",
                        "Set a version such as `cache(\"1\")`."));
        options.cache()
                .filter(cache -> cache.ttlSeconds() < 0 || cache.ttlSeconds() > MAX_CACHE_SECONDS)
                .ifPresent(
                        cache -> report.error(
                                "cache-ttl",
                                call,
                                cache.ttlSeconds() < 0
                                        ? "the cache's time to live is less than 1 second."
                                        : "the cache's time to live is " + cache.ttlSeconds()
                                                + " seconds; records are kept for 30 days only.",
                                "Choose 1 second to 30 days, or omit the duration to reuse results for as long as they are kept."));
    }

    private static void rules(Node.Call call, List<RetryRule> rules, FindingReport report) {
        if (rules.isEmpty() || rules.size() > RetryMatcher.MOST) {
            report.error(
                    "retry-policies",
                    call,
                    "`retry` has " + rules.size() + " policies; it must have 1 to " + RetryMatcher.MOST + ".",
                    "Combine policies by naming several errors in `on`, or use `Retry.never()` for no retries.");
        }
        for (int i = 0; i < rules.size() - 1; i++) {
            if (rules.get(i).isForAll()) {
                report.error(
                        "retry-unreachable",
                        call,
                        "policy " + (i + 1)
                                + " of `retry` applies to all errors, so the policies after it never apply.",
                        "Put the policy for all errors last, or limit it with `on` or `except`.");
                break;
            }
        }
        rules.stream()
                .flatMap(rule -> Stream.concat(rule.errors().stream(), rule.exceptions().stream()))
                .filter(name ->
                        !ERROR.matcher(name).matches() || (name.startsWith("Anabranch.") && !DEATHS.contains(name)))
                .distinct()
                .forEach(name -> report.error(
                        "retry-error-name",
                        call,
                        "`" + name + "` is not the name of an error of a task.",
                        "Use the full name of an exception's class, or " + String.join(", ", DEATHS) + "."));
    }

    private static void retry(Node.Call call, RetryPolicy retry, FindingReport report) {
        if (retry.retries() < 0 || retry.retries() > MAX_RETRIES) {
            report.error(
                    "retry-count",
                    call,
                    "the number of retries is " + retry.retries() + "; it must be 0 to " + MAX_RETRIES + ".",
                    "Choose a number in this range.");
        }
        if (retry.intervalSeconds() < 1 || retry.intervalSeconds() > StepFunctionsQuotas.RETRY_DELAY_SECONDS) {
            report.error(
                    "retry-interval",
                    call,
                    "the first retry delay is " + retry.intervalSeconds() + " seconds; it must be 1 to "
                            + StepFunctionsQuotas.RETRY_DELAY_SECONDS + " seconds.",
                    "Choose a first delay of at least one second.");
        }
        if (!(retry.backoffRate() >= 1) || Double.isInfinite(retry.backoffRate())) {
            report.error(
                    "retry-rate",
                    call,
                    "the backoff rate is " + retry.backoffRate() + "; it must be at least 1.",
                    "Choose a rate such as 2.0.");
        }
        if (retry.maxDelaySeconds() < retry.intervalSeconds()
                || retry.maxDelaySeconds() > StepFunctionsQuotas.RETRY_DELAY_SECONDS) {
            report.error(
                    "retry-max-delay",
                    call,
                    "the maximum retry delay is " + retry.maxDelaySeconds()
                            + " seconds; it must be at least the first delay, " + retry.intervalSeconds()
                            + (retry.intervalSeconds() == 1 ? " second" : " seconds") + ", and at most "
                            + StepFunctionsQuotas.RETRY_DELAY_SECONDS + " seconds.",
                    "Choose another `maxDelay` or a shorter first delay.");
        }
    }

    private static void fanOut(Node.FanOut fanOut, FanOutOptions options, FindingReport report) {
        options.concurrency().ifPresent(concurrency -> {
            if (concurrency < 1 || concurrency > StepFunctionsQuotas.CHILD_CONCURRENCY) {
                report.error(
                        "concurrency-range",
                        fanOut,
                        "the concurrency is " + concurrency + "; it must be 1 to "
                                + StepFunctionsQuotas.CHILD_CONCURRENCY + ".",
                        "Choose a concurrency in this range, or omit it.");
            }
        });
        if (options.batch() < 1 || options.batch() > MAX_BATCH) {
            report.error(
                    "batch-range",
                    fanOut,
                    "the batch size is " + options.batch() + " items; it must be 1 to " + MAX_BATCH + ".",
                    "Choose a size in this range.");
        } else if (options.threads() < 1 || options.threads() > options.batch()) {
            report.error(
                    "batch-threads",
                    fanOut,
                    "the number of threads is " + options.threads() + "; it must be 1 to " + options.batch()
                            + ", the size of a batch.",
                    "Choose at most as many threads as a batch has items.");
        } else if (options.batch() > 1 && !isOneTask(fanOut)) {
            report.error(
                    "batch-of-steps",
                    fanOut,
                    "`batch` is set, but its body is not a single task.",
                    "Remove `batch`, or replace the body with a single task.");
        }
        options.atMost().ifPresent(width -> {
            if (width < 0) {
                report.error(
                        "at-most-range",
                        fanOut,
                        "`atMost` is " + width + "; it must not be negative.",
                        "Set it to the largest number of items that the list can have, or remove it.");
            }
        });
        OptionalLong known = size(fanOut.list());
        if (known.isPresent()
                && options.atMost().isPresent()
                && options.atMost().getAsLong() < known.getAsLong()) {
            report.error(
                    "at-most-too-small",
                    fanOut,
                    "`atMost` is " + options.atMost().getAsLong() + ", but the list has " + known.getAsLong()
                            + (known.getAsLong() == 1 ? " item." : " items."),
                    "Set `atMost` to at least the size of the list, or remove it.");
        }
        firstSuccesses(fanOut, known, report);
        options.tolerance().ifPresent(tolerance -> {
            if (!(tolerance.percent() >= 0 && tolerance.percent() <= 100)) {
                report.error(
                        "tolerance-range",
                        fanOut,
                        "the tolerated failures are " + tolerance.percent()
                                + " percent; they must be 0 to 100 percent.",
                        "Choose a value in this range for `toleratePercent(...)`.");
            }
            if (tolerance.count() < 0) {
                report.error(
                        "tolerance-range",
                        fanOut,
                        "the tolerated failures are " + tolerance.count() + " items; they must be 0 or more.",
                        "Choose another number for `tolerate(...)`.");
            }
        });
    }

    private static void firstSuccesses(Node.FanOut fanOut, OptionalLong known, FindingReport report) {
        FanOutOptions options = fanOut.options();
        if (options.successes().isEmpty()) {
            return;
        }
        int needed = options.successes().getAsInt();
        if (needed < 1) {
            report.error(
                    "first-successes-range",
                    fanOut,
                    "`firstSuccesses` is " + needed + "; it must be 1 or more.",
                    "Set it to the number of results that are needed.");
        }
        OptionalLong most = known.isPresent() ? known : options.atMost();
        if (most.isPresent() && most.getAsLong() < needed) {
            report.error(
                    "first-successes-too-many",
                    fanOut,
                    "`firstSuccesses` is " + needed + ", but the list has at most " + most.getAsLong()
                            + (most.getAsLong() == 1 ? " item." : " items."),
                    "Set it to at most the size of the list.");
        }
        if (!options.tolerance().filter(Tolerance::isAny).isPresent()) {
            report.error(
                    "first-successes-tolerance",
                    fanOut,
                    "it has a limit for failures, and ends after its first successes.",
                    "Remove `tolerate` and `toleratePercent`: with `firstSuccesses`, any number of items may fail as long as"
                            + " enough succeed.");
        }
    }

    private static boolean isOneTask(Node.FanOut fanOut) {
        return fanOut.body().nodes().size() == 1
                && fanOut.body().nodes().get(0) instanceof Node.Call call
                && fanOut.body().output().equals(new Expr.Result(call.id()));
    }

    /** Returns the number of items of a list that is part of the definition; empty for other lists. */
    private static OptionalLong size(Expr list) {
        if (list instanceof Expr.Sequence sequence) {
            return OptionalLong.of(sequence.elements().size());
        }
        return list instanceof Expr.Constant constant && constant.json().isArray()
                ? OptionalLong.of(constant.json().size())
                : OptionalLong.empty();
    }
}
