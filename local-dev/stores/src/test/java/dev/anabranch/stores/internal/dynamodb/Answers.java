package dev.anabranch.stores.internal.dynamodb;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Formats responses as text so that equal responses have equal text: sets and attributes are sorted. */
final class Answers {

    /** The text for a response with a 5xx status. */
    static final String CRASH = "crash";

    private Answers() {}

    /** Returns the text of the response, or of its error: the code, and the item of a failed condition. */
    static String of(Supplier<String> call) {
        try {
            return call.get();
        } catch (TransactionCanceledException e) {
            return "Cancelled "
                    + e.cancellationReasons().stream().map(Answers::text).toList();
        } catch (ConditionalCheckFailedException e) {
            return "ConditionalCheckFailed " + text(e.item());
        } catch (DynamoDbException e) {
            return e.statusCode() >= 500 ? CRASH : e.awsErrorDetails().errorCode();
        }
    }

    private static String text(CancellationReason reason) {
        return reason.code() + " " + text(reason.item());
    }

    static String text(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> text(e.getValue()), (a, b) -> a, TreeMap::new))
                .toString();
    }

    static String inOrder(List<Map<String, AttributeValue>> items) {
        return items.stream().map(Answers::text).toList().toString();
    }

    static String inAnyOrder(List<Map<String, AttributeValue>> items) {
        return items.stream().map(Answers::text).sorted().toList().toString();
    }

    static String text(AttributeValue value) {
        return switch (value.type()) {
            // Moto returns 5.0 for 2.5 + 2.5, AWS returns 5.
            case N -> "N " + new BigDecimal(value.n()).stripTrailingZeros().toPlainString();
            case SS -> "SS" + sorted(value.ss());
            case NS -> "NS" + sorted(value.ns());
            case L -> "L" + value.l().stream().map(Answers::text).toList();
            case M -> "M" + text(value.m());
            default -> value.toString();
        };
    }

    private static List<String> sorted(Collection<String> texts) {
        return texts.stream().sorted().toList();
    }
}
