package dev.anabranch.stores.internal.dynamodb.expression;

/** What a condition compares. */
public sealed interface Operand {

    /** The value at a place of the item. */
    record Path(DocumentPath path) implements Operand {}

    /** A value of the request, by its placeholder. */
    record Value(String placeholder) implements Operand {}

    /** {@code size(...)}. */
    record Size(Operand of) implements Operand {}
}
