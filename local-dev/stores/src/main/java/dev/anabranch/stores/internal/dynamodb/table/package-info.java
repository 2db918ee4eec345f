/** Tables and their indexes, and the reads and writes of items. */
@NullMarked
package dev.anabranch.stores.internal.dynamodb.table;

import org.jspecify.annotations.NullMarked;
