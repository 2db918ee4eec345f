package dev.anabranch.stores.internal.dynamodb.expression;

/** An operand of a condition. */
public sealed interface Operand {

    /** The value at a document path of the item. */
    record Path(DocumentPath path) implements Operand {}

    /** A value of the request, referenced by its placeholder. */
    record Value(String placeholder) implements Operand {}

    /** The function {@code size}. */
    record Size(Operand of) implements Operand {}
}
