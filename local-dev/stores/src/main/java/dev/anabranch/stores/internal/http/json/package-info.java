/** The AWS JSON protocol and its implementation for DynamoDB. */
@NullMarked
package dev.anabranch.stores.internal.http.json;

import org.jspecify.annotations.NullMarked;
