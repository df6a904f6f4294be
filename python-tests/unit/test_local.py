"""threading.local in threads of their own."""

import threading
import unittest


class LocalTest(unittest.TestCase):

    def test_an_initializer_that_failed_is_called_again(self):
        class Connection(threading.local):
            tries = 0

            def __init__(self):
                Connection.tries += 1
                if Connection.tries == 2:
                    raise OSError
                self.number = Connection.tries

        connection, outcomes = Connection(), []

        def use():
            for _ in range(3):
                try:
                    outcomes.append(connection.number)
                except OSError:
                    outcomes.append("failed")

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
        self.assertEqual(outcomes, ["failed", 3, 3])
        self.assertEqual(connection.number, 1)


if __name__ == "__main__":
    unittest.main()
