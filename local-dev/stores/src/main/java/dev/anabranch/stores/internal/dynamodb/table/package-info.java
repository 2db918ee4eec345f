/** Tables and their indexes: reading and writing items. */
@NullMarked
package dev.anabranch.stores.internal.dynamodb.table;

import org.jspecify.annotations.NullMarked;
