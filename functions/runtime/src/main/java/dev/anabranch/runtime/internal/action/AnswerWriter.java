package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.action.ListExpected;
import dev.anabranch.runtime.internal.codec.DecimalTypes;
import dev.anabranch.runtime.internal.codec.JsonKind;
import dev.anabranch.runtime.internal.codec.StateNumbers;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.codec.WireWriter;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.MalformedInvocation;
import dev.anabranch.runtime.internal.wire.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Stores the result of an action and creates the answer for the state machine, which contains at most what the state
 * machine can carry. All payloads are in the store before the record refers to them.
 */
final class AnswerWriter {

    private final ActionHost host;
    private final Invocation action;
    private final long order;
    private final JavaType type;

    /**
     * Creates a writer for the result of one attempt.
     *
     * @param order the order of the attempt that computed the result
     * @param type the type of the result
     */
    AnswerWriter(ActionHost host, Invocation action, long order, JavaType type) {
        this.host = host;
        this.action = action;
        this.order = order;
        this.type = type;
    }

    /**
     * Checks that the budgets of an invocation can carry a reference.
     *
     * @throws MalformedInvocation if one of them cannot
     */
    static void check(Invocation action) {
        long order = action.attemptOrder();
        if (action.reply() instanceof Reply.Single single) {
            String result = PayloadKeys.result(action.run().id(), action.node(), action.path(), order);
            check("inline", single.inline(), WireWriter.longestRef(result));
        }
        if (action.reply() instanceof Reply.Items items) {
            String itemsKey = PayloadKeys.items(action.run().id(), action.node(), action.path(), order);
            String itemKey =
                    PayloadKeys.item(action.run().id(), action.node(), action.path(), order, Integer.MAX_VALUE);
            check("inline", items.inline(), WireWriter.longestItemsRef(itemsKey));
            check("item", items.item(), WireWriter.longestRef(itemKey));
        }
    }

    private static void check(String field, int budget, int needed) {
        if (budget < needed) {
            throw new MalformedInvocation("`reply." + field + "` is " + budget + " bytes, but a reference can need "
                    + needed + ". Raise the budget in the plan.");
        }
    }

    /** Stores a result and returns it with the answer. */
    StoredAnswer store(PayloadBuffer document) throws IOException {
        boolean referred = isReferred(document);
        byte[] answer = answer(document, referred);
        if (document.size() <= StoredResult.RECORD_INLINE_LIMIT && !referred) {
            return new StoredAnswer(
                    new StoredResult.Inline(new String(document.toBytes(), StandardCharsets.UTF_8)), answer);
        }
        document.putTo(host.payloads(), resultKey(), PayloadStore.JSON);
        return new StoredAnswer(new StoredResult.InStore(resultKey(), document.size()), answer);
    }

    /** Returns the answer for a result that is already recorded. */
    byte[] answer(StoredResult stored) throws IOException {
        if (action.reply() instanceof Reply.Nothing || action.reply() instanceof Reply.Adopted) {
            return WireWriter.nothing();
        }
        if (stored instanceof StoredResult.InStore inStore && isTooLarge(inStore.size())) {
            return WireWriter.ref(inStore.key(), inStore.size());
        }
        try (PayloadBuffer document = new PayloadBuffer(host.scratch());
                InputStream in = host.payloads().open(stored)) {
            in.transferTo(document);
            boolean referred = isReferred(document);
            if (referred && stored instanceof StoredResult.InStore inStore) {
                return WireWriter.ref(inStore.key(), inStore.size());
            }
            if (referred) {
                document.putTo(host.payloads(), resultKey(), PayloadStore.JSON);
            }
            return answer(document, referred);
        }
    }

    private boolean isTooLarge(long size) {
        return action.reply() instanceof Reply.Single single && size + WireWriter.VALUE_OVERHEAD > single.inline();
    }

    private boolean isReferred(PayloadBuffer document) throws IOException {
        if (!(action.reply() instanceof Reply.Single) || isTooLarge(document.size())) {
            return isTooLarge(document.size());
        }
        try (InputStream in = document.open();
                JsonParser parser = TaskJson.factory().createParser(in)) {
            return !StateNumbers.preservesAll(parser, this::isScaled);
        }
    }

    private boolean isScaled() {
        return DecimalTypes.mayHoldDecimal(type);
    }

    private byte[] answer(PayloadBuffer document, boolean referred) throws IOException {
        if (action.reply() instanceof Reply.Items items) {
            Optional<JsonElements> elements = JsonElements.of(document, this::isScaled);
            if (elements.isEmpty()) {
                throw new ListExpected(kind(document));
            }
            byte[] answer = new ListAnswerWriter(host, items, this::itemKey, itemsKey())
                    .write(document, elements.orElseThrow());
            host.observer()
                    .fansOut(
                            action.node(), action.path(), elements.orElseThrow().count());
            return answer;
        }
        if (action.reply() instanceof Reply.Nothing) {
            return WireWriter.nothing();
        }
        if (referred) {
            return WireWriter.ref(resultKey(), document.size());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) document.size() + WireWriter.VALUE_OVERHEAD);
        WireWriter.value(out, document.toBytes());
        return out.toByteArray();
    }

    private static String kind(PayloadBuffer document) throws IOException {
        try (InputStream in = document.open();
                JsonParser parser = TaskJson.factory().createParser(in)) {
            return JsonKind.of(parser.nextToken());
        }
    }

    private String resultKey() {
        return PayloadKeys.result(action.run().id(), action.node(), action.path(), order);
    }

    private String itemsKey() {
        return PayloadKeys.items(action.run().id(), action.node(), action.path(), order);
    }

    private String itemKey(int index) {
        return PayloadKeys.item(action.run().id(), action.node(), action.path(), order, index);
    }

    /** A stored result and its answer. */
    static final class StoredAnswer {
        private final StoredResult stored;
        private final byte[] answer;

        private StoredAnswer(StoredResult stored, byte[] answer) {
            this.stored = stored;
            this.answer = answer;
        }

        public StoredResult stored() {
            return stored;
        }

        public byte[] answer() {
            return answer;
        }
    }
}
