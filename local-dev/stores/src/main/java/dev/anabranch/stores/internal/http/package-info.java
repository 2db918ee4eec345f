/** The HTTP endpoint of the embedded cloud's services. */
@NullMarked
package dev.anabranch.stores.internal.http;

import org.jspecify.annotations.NullMarked;
