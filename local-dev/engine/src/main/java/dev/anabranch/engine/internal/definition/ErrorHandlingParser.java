package dev.anabranch.engine.internal.definition;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.util.ArrayList;
import java.util.List;

/** Parses {@code Retry} and {@code Catch}. */
final class ErrorHandlingParser {

    private static final int MOST_ATTEMPTS = 99_999_999;
    private static final int LONGEST_INTERVAL_SECONDS = 99_999_999;
    private static final double LONGEST_DELAY_SECONDS = StepFunctionsQuotas.RETRY_DELAY_SECONDS;

    private ErrorHandlingParser() {}

    static ErrorHandling parse(DefinitionFields state, QueryLanguage language) {
        List<Retrier> retriers = new ArrayList<>();
        List<DefinitionFields> retry = state.objects("Retry");
        for (DefinitionFields fields : retry) {
            retriers.add(retrier(fields, retriers.size() == retry.size() - 1));
        }
        List<Catcher> catchers = new ArrayList<>();
        List<DefinitionFields> catches = state.objects("Catch");
        for (DefinitionFields fields : catches) {
            catchers.add(catcher(fields, language, catchers.size() == catches.size() - 1));
        }
        return new ErrorHandling(retriers, catchers);
    }

    private static Retrier retrier(DefinitionFields fields, boolean last) {
        List<String> errors = errors(fields, last);
        Double interval = fields.integer("IntervalSeconds", 1, LONGEST_INTERVAL_SECONDS);
        Double attempts = fields.integer("MaxAttempts", 0, MOST_ATTEMPTS);
        Double backoff = fields.number("BackoffRate", 1, Double.MAX_VALUE);
        Double longest = fields.integer("MaxDelaySeconds", 1, LONGEST_DELAY_SECONDS);
        String jitter = fields.oneOf("JitterStrategy", "FULL", "NONE");
        fields.close("a Retrier");
        return new Retrier(
                errors,
                interval == null ? 1 : interval,
                attempts == null ? 3 : attempts.intValue(),
                backoff == null ? 2 : backoff,
                longest,
                "FULL".equals(jitter));
    }

    private static Catcher catcher(DefinitionFields fields, QueryLanguage language, boolean last) {
        boolean jsonata = language == QueryLanguage.JSONATA;
        Catcher catcher = new Catcher(
                errors(fields, last),
                fields.requiredText("Next"),
                jsonata ? fields.template("Output", language, DefinitionFields.ERROR_OUTPUT) : null,
                jsonata ? "$" : fields.referencePath("ResultPath"),
                fields.template("Assign", language, DefinitionFields.ERROR_OUTPUT));
        fields.close("a Catcher");
        return catcher;
    }

    private static List<String> errors(DefinitionFields fields, boolean last) {
        List<String> errors = fields.texts("ErrorEquals");
        if (errors.isEmpty()) {
            fields.diagnostics().schema(fields.at("ErrorEquals"), "ErrorEquals must name at least one error");
        }
        if (errors.contains("States.ALL") && (errors.size() > 1 || !last)) {
            fields.diagnostics()
                    .schema(
                            fields.at("ErrorEquals"),
                            "States.ALL must be the only error name of its element, and its element must be the last");
        }
        return errors;
    }
}
