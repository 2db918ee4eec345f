/** The address on which the services of the embedded cloud answer. */
@NullMarked
package dev.anabranch.stores.internal.http;

import org.jspecify.annotations.NullMarked;
