"""Swift in the region "auto", which is that of Google's storage for HMAC keys."""
import swift


def start(folder, processes):
    return swift.start(folder, processes, "auto")
