"""An installation with an SMS provider, for tests of what its pages say: nobody listens there."""

WITH_SMS = {
    "scheme": "sveve",
    "user": "moteplass",
    "password": "hemmelig",
    "sender": "26112",
    "host": "127.0.0.1",
    "port": 9,
    "path": "",
    "secure": False,
}
