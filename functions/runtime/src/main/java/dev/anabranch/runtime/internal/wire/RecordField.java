package dev.anabranch.runtime.internal.wire;

/**
 * The attribute names of an action's record. They are short because DynamoDB bills by size
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html). They are in this
 * package because both the runtime and the state machines write records.
 */
public final class RecordField {

    /** Partition key, text, see {@link RecordKey}. */
    public static final String PARTITION = "pk";

    /** Sort key, text. */
    public static final String SORT = "sk";

    /** Status, text, one of {@link ActionStatus#code()}. */
    public static final String STATUS = "s";

    /** Number of attempts, number. */
    public static final String ATTEMPTS = "n";

    /** Order of the attempt that wrote last, number, see {@link Invocation#attemptOrder()}. */
    public static final String ORDER = "o";

    /** When the latest attempt began, number, milliseconds since 1970. */
    public static final String BEGAN = "b";

    /** When it finished, number, milliseconds since 1970. */
    public static final String FINISHED = "f";

    /** Name of the error, text. */
    public static final String ERROR = "e";

    /** Message of the error, text, truncated. */
    public static final String MESSAGE = "m";

    /** Present, number, if no further attempt can succeed after the failure. */
    public static final String PERMANENT = "p";

    /** The JSON of a small result: text, or binary if it is compressed. */
    public static final String RESULT = "r";

    /** The key of a large result in the payload store, text. */
    public static final String RESULT_KEY = "k";

    /** The size of the result's JSON in bytes, number. */
    public static final String SIZE = "z";

    /** The offset of the result in its object in bytes, number; absent if the object is the result. */
    public static final String OFFSET = "y";

    /**
     * In a shared record: the number of actions that share it, number. Their indexes are consecutive and begin with the
     * sort key.
     */
    public static final String WIDTH = "w";

    /** In a shared record: the number of writes by the runtime, number. */
    public static final String VERSION = "v";

    /** In a shared record: how its actions have ended, text, or binary if it is compressed. */
    public static final String ENDINGS = "i";

    /**
     * The location of the latest attempt's log, text: on AWS the log group, the log stream and the request id, joined
     * by colons.
     */
    public static final String LOG = "l";

    /** When the record expires, number, seconds since 1970: DynamoDB's time to live. */
    public static final String EXPIRES = "x";

    /** The task token of an action that waits for an answer, text. It is a secret: nothing returns or logs it. */
    public static final String TOKEN = "t";

    /** When a wait for an answer times out, number, milliseconds since 1970. */
    public static final String UNTIL = "d";

    /** The hash of the key of the request that answered, text. */
    public static final String REQUEST = "q";

    /** The secret part of the id of a callback, text: see {@link CallbackToken#secret()}. */
    public static final String CALLBACK = "h";

    /**
     * Of a wait for an answer or a callback: what it waits for, text, one of {@link #ANSWER}, {@link #PROMPTED_ANSWER} and
     * {@link #CALLBACK_END}.
     */
    public static final String AWAITED = "g";

    /** The value of {@link #AWAITED} for a wait for an answer without a prompt. */
    public static final String ANSWER = "A";

    /** The value of {@link #AWAITED} for a wait for an answer with a prompt. */
    public static final String PROMPTED_ANSWER = "P";

    /** The value of {@link #AWAITED} for a callback. */
    public static final String CALLBACK_END = "C";

    /** In the record of the check of a fan-out that can end early: the number of items counted so far, number. */
    public static final String COUNTED = "c";

    /**
     * The labels of the items around the action, text: see {@link ItemLabels}. In a shared record those of all its
     * actions, text, or binary if it is compressed.
     */
    public static final String LABELS = "a";

    /**
     * What the latest attempt has reported, text, or binary if it is compressed. In a shared record, the endings of its
     * actions have it.
     */
    public static final String TELEMETRY = "u";

    /**
     * What is known of earlier attempts, a list of maps with the attributes of this class: an entry for each retry that
     * has begun, and one for each failure. In a shared record, the endings of its actions have it.
     */
    public static final String EARLIER = "j";

    private RecordField() {}
}
