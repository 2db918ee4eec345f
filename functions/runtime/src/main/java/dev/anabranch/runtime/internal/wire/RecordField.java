package dev.anabranch.runtime.internal.wire;

/**
 * The attribute names of an action's record. They are short because DynamoDB bills by size
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html), and stand here because both
 * the runtime and the state machines write records.
 */
public final class RecordField {

    /** Partition key, text: see {@link RecordKey}. */
    public static final String PARTITION = "pk";

    /** Sort key, text. */
    public static final String SORT = "sk";

    /** Status, text: one of {@link ActionStatus#code()}. */
    public static final String STATUS = "s";

    /** Attempts so far, number. */
    public static final String ATTEMPTS = "n";

    /** Which attempt wrote last, number: {@link Invocation#attemptOrder()}. */
    public static final String ORDER = "o";

    /** When the latest attempt began, number: milliseconds since 1970. */
    public static final String BEGAN = "b";

    /** When it finished, number: milliseconds since 1970. */
    public static final String FINISHED = "f";

    /** Name of the error, text. */
    public static final String ERROR = "e";

    /** Message of the error, text, cut to a bounded length. */
    public static final String MESSAGE = "m";

    /** There, number, where the failure is one that trying again cannot help. */
    public static final String PERMANENT = "p";

    /** The result as JSON, where it is small: text, or binary where it is compressed. */
    public static final String RESULT = "r";

    /** The key of the result in the object store, where it is large. */
    public static final String RESULT_KEY = "k";

    /** Bytes of the result's JSON, number. */
    public static final String SIZE = "z";

    /** Where in that object the result begins, number of bytes; absent where the object is the result. */
    public static final String OFFSET = "y";

    /** Where a record is shared: how many actions share it, number; their indexes follow that of the sort key. */
    public static final String WIDTH = "w";

    /** Where a record is shared: how often it was written by the runtime, number. */
    public static final String VERSION = "v";

    /** Where a record is shared: how the actions in it have ended, text, or binary where it is compressed. */
    public static final String ENDINGS = "i";

    /** Where the log of the latest attempt is, text: on AWS the log group, the log stream and the id of the request, joined by colons. */
    public static final String LOG = "l";

    /** When the record may be deleted, number: seconds since 1970, DynamoDB's time to live. */
    public static final String EXPIRES = "x";

    private RecordField() {}
}
