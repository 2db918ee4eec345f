package dev.anabranch.cloud.dynamodb;

/** What a condition compares. */
sealed interface Operand {

    /** The value at a place of the item. */
    record Path(DocumentPath path) implements Operand {}

    /** A value of the request, by its placeholder. */
    record Value(String placeholder) implements Operand {}

    /** {@code size(...)}. */
    record Size(Operand of) implements Operand {}
}
